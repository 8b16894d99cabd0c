"""Errands that make what goes out: the outputs, their proof, the print shop's set looked at before it is made."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.building.output_formats import ALL_FORMATS, FORMATS
from briefing.core import plain
from briefing.core.errors import Diagnostic
from briefing.core.plain import Entries, Plain
from briefing.delivery.deliveries import BY_KIND
from briefing.delivery.overdue import overdue
from briefing.desk import plain_values

if TYPE_CHECKING:
    from PIL.Image import Image

    from briefing.building.output_proof import Proved

Say = Callable[[str], None]
#: What `make` can be asked for: the release as it is usual, with a further format, or a set of files.
MAKES = ("release", *(format for format in ALL_FORMATS if format not in FORMATS), *BY_KIND)
#: The longer side of a sheet's picture, pixels.
_SHEET = 1400
#: Of a page of the ticket.
_TICKET = 1100


def make(asked: Entries, say: Say) -> dict[str, Plain]:
    """The outputs of an issue: `what` is one of MAKES; `today` an ISO date."""
    from briefing.building.run import build_issue

    folder, output = Path(plain.text(asked["folder"])), plain.text(asked["output"])
    what = plain.text(asked["what"])
    if what in BY_KIND:
        say(f"正在制作{BY_KIND[what].files}，并逐项检查")
        pressed = BY_KIND[what].make(folder, output, {}, False)
        late = overdue(folder, output, datetime.date.fromisoformat(plain.text(asked["today"]))) if what == "print" else None
        return _made(pressed.files, pressed.pages, pressed.changed, (*pressed.diagnostics, *([late] if late else ())))
    say("正在制作成品，并逐字核对")
    built = build_issue(folder, output, (*FORMATS, *((what,) if what in ALL_FORMATS else ())))
    return _made(built.files, built.pages, built.changed, built.diagnostics)


def _made(files: tuple[str, ...], pages: int, changed: bool, told: tuple[Diagnostic, ...]) -> dict[str, Plain]:
    names = [Path(file).name for file in files]
    return {"files": names, "pages": pages, "changed": changed, "findings": plain_values.findings(told)}


def prove(asked: Entries, say: Say) -> dict[str, Plain]:
    """The outputs as they stand, held against the sources; the pages, with where on them something was found."""
    from briefing.building import output_proof, proof_pages

    say("正在读回成品，逐字逐行核对")
    found = output_proof.prove_issue(Path(plain.text(asked["folder"])), plain.text(asked["output"]))
    faults: list[Entries] = [
        {
            **plain_values.finding(fault.diagnostic), "page": fault.page,
            "mark": [fault.rect.left, fault.rect.top, fault.rect.right, fault.rect.bottom] if fault.rect else None,
        }
        for fault in found.proof.findings
    ]  # fmt: skip
    faults += [{**said, "page": 0, "mark": None} for said in plain_values.findings(found.pressed_findings)]
    say("正在画出各页")
    pages: list[Entries] = [
        {"number": page.number, "width": page.width, "height": page.height, "markup": page.markup.replace(*plain_values.HYPHEN)}
        for page in proof_pages.pages_of(found).pages
    ]
    return {
        "findings": faults,
        "pages": pages,
        "figures": _figures(found),
        "edited": list(found.edited),
        "missing": list(found.missing),
        "fresh": found.freshness.said,
    }


def _figures(found: Proved) -> list[list[str]]:
    """What was read, in words and numbers."""
    proof = found.proof
    said = [["核对的文件", "、".join(proof.outputs)], ["字数（连标点）", f"{proof.characters:,}"]]
    if proof.pages:
        said += [["页数", str(proof.pages)], ["行数", f"{proof.lines:,}"]]
    for name, extreme in (("最松的一行", proof.loosest), ("最紧的一行", proof.tightest)):
        if extreme is not None:
            said.append([name, f"第 {extreme.page} 页第 {extreme.line} 行，每处字距 {extreme.em:+.3f} 字"])
    return said


def plates(asked: Entries, say: Say) -> dict[str, Plain]:
    """The print shop's set, made in the folder `preview` by the very function that will make it in earnest, as pictures: every
    side of every sheet, how it is folded, the ticket."""
    from briefing.core import pdfium
    from briefing.delivery import print_set

    say("正在照付印的要求做一套，还不交出去")
    folder = Path(plain.text(asked["preview"]))
    pressed = print_set.press_issue(Path(plain.text(asked["folder"])), folder, print_set.Order())
    place = folder / pressed.name
    ticket = plain.entries(plain.read((place / f"{pressed.name}-ticket.json").read_bytes()))
    say("正在画出各版")
    scale = _SHEET / (max(map(plain.number, plain.items(ticket["sheet_mm"]))) * 72 / 25.4)
    drawn = pdfium.pages((place / f"{pressed.name}-imposed.pdf").read_bytes(), scale)
    sheets: list[Entries] = [
        {**side, "image": _drawn(folder, f"sheet-{number}", image)}
        for number, (side, image) in enumerate(zip(plain.mappings(ticket["plates"]), drawn, strict=True), 1)
    ]
    notice = place / f"{pressed.name}-ticket.pdf"
    notices = pdfium.pages(notice.read_bytes(), _TICKET / 842) if notice.exists() else []
    (folder / "folding.png").write_bytes((place / f"{pressed.name}-folding.png").read_bytes())
    return {
        "sheets": sheets,
        "folding": "folding.png",
        "ticket": [_drawn(folder, f"ticket-{number}", image) for number, image in enumerate(notices, 1)],
        "pages": pressed.pages,
        "blank": ticket["blank_pages"],
        "colophon": ticket["blank_pages_before"] == "colophon",
        "binding": ticket["binding"],
        "copies": ticket["copies"],
        "apart": ticket.get("foldout_pages", []),
        "findings": plain_values.findings(pressed.diagnostics),
    }


def _drawn(folder: Path, name: str, image: Image) -> str:
    data = io.BytesIO()
    image.quantize(32).save(data, "PNG")
    (folder / f"{name}.png").write_bytes(data.getvalue())
    return f"{name}.png"


def made(asked: Entries, say: Say) -> dict[str, Plain]:
    """What stands of an issue's outputs, and whether it is of the sources as they are."""
    from briefing.building import plan as planning

    del say
    plan = planning.plan(Path(plain.text(asked["folder"])), plain.text(asked["output"]))
    files: list[Entries] = [
        {"name": name, "bytes": size} for name in plan.listed if (size := _size(plan.folder / name)) is not None
    ]
    made = plan.previous
    sets = {kind: sorted(made.sets[kind].files) for kind in BY_KIND if made and kind in made.sets}
    fresh = plan.freshness if made else None
    return {"files": files, "sets": sets, "stale": fresh.said if fresh else "", "pages": made.pages if made else 0}


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None
