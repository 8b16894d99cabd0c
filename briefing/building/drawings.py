"""The drawings of an issue, laid out before its lines and pages: in a child with bounds, or as they were laid out before."""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.building import ancestry, children
from briefing.core import bounds
from briefing.core.errors import Findings, during
from briefing.files import cache
from briefing.files.world import World
from briefing.fonts.metrics import Fonts
from briefing.house.leaves import on_leaf
from briefing.house.style import PT_PER_MM, HouseStyle
from briefing.model.sheet import Block, CssBlock, Picture, Sheet
from briefing.pictures import SoundPicture
from briefing.pictures.picture import Word
from briefing.typeset.composed import Drawing
from briefing.typeset.letters import check_words
from briefing.typeset.picture_sizes import tallest

if TYPE_CHECKING:
    from briefing.output.css.drawing import DrawingJob

_HEAD = struct.Struct(">ddIIII")


def drawn(sheet: Sheet, house: HouseStyle, world: World, fonts: Fonts) -> tuple[Sheet, dict[str, Drawing]]:
    """The sheet with its CSS blocks as pictures, and all drawings by the paths of the pictures. Raises InputError for characters
    that no face has, and for what cannot be drawn."""
    blocks = [
        (block, on_leaf(house, leaf))
        for block, leaf in zip(sheet.blocks, sheet.leaves, strict=True)
        if isinstance(block, CssBlock) or (isinstance(block, Picture) and _svg(block, world))
    ]
    if not blocks:
        return sheet, {}
    drawings = _done(_jobs(blocks, world, fonts), world)
    regions = tuple(
        replace(region, blocks=tuple(_picture(block, drawings) for block in region.blocks)) for region in sheet.regions
    )
    return replace(sheet, regions=regions), drawings


def _svg(block: Picture, world: World) -> bool:
    return world.issue.picture(block.path, block.span).format == "SVG"


def _jobs(blocks: list[tuple[CssBlock | Picture, HouseStyle]], world: World, fonts: Fonts) -> list[DrawingJob]:
    """One for each different drawing, as wide as the first page that it stands on lets it be."""
    from briefing.output.css import drawing

    findings = Findings()
    jobs: dict[str, DrawingJob] = {}
    for block, house in blocks:
        if isinstance(block, CssBlock):
            check_words([Word(run.text, run.span or block.span) for run in block.words], "body", house, fonts, findings)
            name, most = _name(block), house.grid.lines * house.grid.pitch
            if not findings.items and name not in jobs:
                jobs[name] = drawing.block(block, name, house, fonts, most, world)
            continue
        picture = world.issue.picture(block.path, block.span)
        check_words(picture.words, "figure-caption", house, fonts, findings)
        if not findings.items and block.path not in jobs:
            source = world.issue.sources[world.issue.name(block.path)]
            jobs[block.path] = drawing.figure(picture, block.path, house, fonts, tallest(house), source)
    findings.items[:] = dict.fromkeys(findings.items)
    findings.raise_errors()
    return list(jobs.values())


def _name(block: CssBlock) -> str:
    """By which its picture goes."""
    return f"css-{hashlib.sha256(block.markup.encode()).hexdigest()[:12]}.png"


def _picture(block: Block, drawings: Mapping[str, Drawing]) -> Block:
    if not isinstance(block, CssBlock):
        return block
    name = _name(block)
    drawing = drawings[name]
    pixels = (round(100 * drawing.width), max(1, round(100 * drawing.height)))
    return Picture(name, block.text, pixels, block.span, drawing.width / PT_PER_MM, block.markup)


def _done(jobs: list[DrawingJob], world: World) -> dict[str, Drawing]:
    shelf, versions = cache.shelf("drawings"), json.dumps(ancestry.versions())  # of libraries
    done: dict[str, Drawing] = {}
    child: children.Worker[DrawingJob, Drawing] | None = None
    try:
        for job in jobs:
            key = hashlib.sha256(f"{versions}{job.digest}".encode()).hexdigest()
            if kept := shelf.get(key, b""):
                done[job.path] = _unpacked(kept)
                continue
            if child is None:
                child = children.start(_artist(world), "画图")
            child.send(job, children.Allowance(bounds.DRAWING_SECONDS, bounds.DRAWING_MB))
            with during(f"画 {job.path} "):
                try:
                    done[job.path] = child.receive()
                except bounds.Exhausted as error:
                    raise error.at(job.span, "请简化这张图，或导出为 PNG（300 dpi 以上）再用。") from None
            shelf[key] = _packed(done[job.path])
    finally:
        if child is not None:
            child.close()
    return done


def _artist(world: World) -> Callable[[], children.Handler[DrawingJob, Drawing]]:
    def prepare() -> children.Handler[DrawingJob, Drawing]:
        from briefing.output.css.drawing import draw

        return lambda job: draw(job, world)

    return prepare


def _packed(drawing: Drawing) -> bytes:
    picture = drawing.picture
    head = _HEAD.pack(drawing.width, drawing.height, picture.width, picture.height, len(drawing.pdf), len(picture.data))
    return head + drawing.pdf + picture.data


def _unpacked(data: bytes) -> Drawing:
    width, height, across, down, pdf, png = _HEAD.unpack_from(data)
    body = data[_HEAD.size :]
    assert len(body) == pdf + png
    return Drawing(body[:pdf], width, height, SoundPicture("PNG", across, down, body[pdf:]))
