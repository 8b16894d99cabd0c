"""The drawings of an issue, laid out before its lines and pages: in a child with bounds, or as they were laid out before."""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Iterator

from briefing import bounds, cache
from briefing.building import plan as planning
from briefing.building import workers
from briefing.composed import Drawing
from briefing.errors import Findings, during
from briefing.fonts import Fonts
from briefing.house import HouseStyle
from briefing.pictures import SoundPicture
from briefing.sheet import Picture, Sheet
from briefing.typeset.figures import tallest
from briefing.typeset.letters import check_words
from briefing.world import World

_HEAD = struct.Struct(">ddIIII")


def drawn(sheet: Sheet, house: HouseStyle, world: World, fonts: Fonts) -> dict[str, Drawing]:
    """By the path of the picture. Raises InputError for characters that no face has, and for what cannot be drawn."""
    found = list(_drawings(sheet, world))
    if not found:
        return {}
    from briefing.write import drawing

    findings = Findings()
    for picture, _ in found:
        check_words(picture.words, house, fonts, findings)
    findings.items[:] = dict.fromkeys(findings.items)
    findings.raise_errors()
    sources, height = world.issue.sources, tallest(house)
    jobs = [
        drawing.figure(picture, block.path, block.span, house, fonts, height, sources[world.issue.name(block.path)])
        for picture, block in found
    ]
    shelf, versions = cache.shelf("drawings"), _versions(world)
    done: dict[str, Drawing] = {}
    child: workers.Worker | None = None
    try:
        for job in jobs:
            key = hashlib.sha256(f"{versions}{job.digest}".encode()).hexdigest()
            kept = shelf[key] if key in shelf else b""
            if kept:
                done[job.path] = _unpacked(kept)
                continue
            if child is None:
                child = workers.start(lambda: lambda job: drawing.draw(job, world), "画矢量图")
            child.send(job, workers.Allowance(bounds.DRAWING_SECONDS, bounds.DRAWING_MB))
            with during(f"画 {job.path} "):
                try:
                    done[job.path] = child.receive()
                except bounds.Exhausted as error:
                    raise error.at(job.span, "请在作图软件里简化这张图，或导出为 PNG（300 dpi 以上）再用。") from None
            shelf[key] = _packed(done[job.path])
    finally:
        if child is not None:
            child.close()
    return done


def _drawings(sheet: Sheet, world: World) -> Iterator[tuple[SoundPicture, Picture]]:
    """Each different one, with the first block that shows it."""
    told = set()
    for block in sheet.blocks:
        if isinstance(block, Picture) and block.path not in told:
            told.add(block.path)
            picture = world.issue.picture(block.path, block.span)
            if picture.format == "SVG":
                yield picture, block


def _versions(world: World) -> str:
    """What an engine draws depends on the libraries and the shipped faces."""
    return json.dumps([planning.versions(), world.fonts.digests.get("metrics.json")])


def _packed(drawing: Drawing) -> bytes:
    picture = drawing.picture
    head = _HEAD.pack(drawing.width, drawing.height, picture.width, picture.height, len(drawing.pdf), len(picture.data))
    return head + drawing.pdf + picture.data


def _unpacked(data: bytes) -> Drawing:
    width, height, across, down, pdf, png = _HEAD.unpack_from(data)
    body = data[_HEAD.size :]
    assert len(body) == pdf + png
    return Drawing(body[:pdf], width, height, SoundPicture("PNG", across, down, body[pdf:]))
