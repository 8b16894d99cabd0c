"""The same bulletins set by this project and by what one would use instead, counted and pictured: docs/typography.md.

    make bench                      # also writes the speed tables
    python bench/typography.py      # needs LibreOffice for its two rows

The counts are those of `briefing/prove/`, from the finished PDFs alone, by one rule for all.
"""

from __future__ import annotations

import importlib
import io
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass, field, replace
from operator import add
from pathlib import Path
from types import ModuleType
from typing import TypeVar

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench import rivals  # noqa: E402
from bench.bulletins import bulletins, titles  # noqa: E402
from briefing.building import office_pages, stages  # noqa: E402
from briefing.files.world import World  # noqa: E402
from briefing.house.style import PT_PER_MM, HouseStyle  # noqa: E402
from briefing.model.bulletin import Issue  # noqa: E402
from briefing.prove import page_ends, set_quality, title_breaks  # noqa: E402
from briefing.prove.areas import type_area  # noqa: E402
from briefing.prove.pdf_pages import Pdf, Rect, read_pdf  # noqa: E402
from briefing.typeset.composed import Composed  # noqa: E402

PAGE = ROOT / "docs" / "typography.md"
PICTURES = ROOT / "docs" / "images"
FONTS = ROOT / "fonts"
#: The page that is shown, of the first bulletin: the second of the text, where no title stands.
SHOWN = 3
#: What `bench/rivals.py` asks of the others: A4, the margins of GB/T 9704, 三号.
_AREA = Rect(28 * PT_PER_MM, 37 * PT_PER_MM, 184 * PT_PER_MM, 262 * PT_PER_MM)
_SIZE = 16.0


_Counted = TypeVar("_Counted", title_breaks.TitleBreaks, page_ends.PageEnds)


@dataclass(frozen=True, slots=True)
class Bulletin:
    folder: Path
    issue: Issue
    house: HouseStyle
    first_fit: Composed
    total_fit: Composed

    def world(self) -> World:
        return World(self.folder)


@dataclass(frozen=True, slots=True)
class Setting:
    """`pdf` makes a bulletin's pages; `own`: in its house's type area."""

    name: str
    picture: str
    pdf: Callable[[Bulletin], bytes]
    own: bool = False


@dataclass(slots=True)
class Tally:
    """Over all bulletins of one setting. `optional`: of measures that this checkout may not have, by their module."""

    full: int = 0
    faults: list[int] = field(default_factory=lambda: [0] * 5)
    titles: title_breaks.TitleBreaks = field(default_factory=title_breaks.TitleBreaks)
    ends: page_ends.PageEnds = field(default_factory=lambda: page_ends.PageEnds(0, 0, 0))
    uneven: list[int] = field(default_factory=lambda: [0, 0])
    heads: list[int] = field(default_factory=lambda: [0, 0])
    digits: list[float] = field(default_factory=list)
    mastheads: list[float] = field(default_factory=list)
    rules: list[float] = field(default_factory=list)
    notes: list[int] = field(default_factory=lambda: [0, 0])
    figures: list[int] = field(default_factory=lambda: [0, 0])

    def add(self, data: bytes, pdf: Pdf, area: Rect, size: float) -> None:
        counts = set_quality.measure(pdf.pages, area, size)
        self.full += counts.full
        for at, found in enumerate((counts.ragged, counts.loose, counts.uneven, counts.lone, counts.edges)):
            self.faults[at] += len(found)
        self.titles = _sum(self.titles, title_breaks.measure(pdf.pages, titles()))
        self.ends = _sum(self.ends, page_ends.measure(pdf.pages, area, size))
        if (module := _module("evenness")) is not None:
            found = module.measure(pdf.pages, area, size)
            self.uneven = [self.uneven[0] + found.uneven, self.uneven[1] + found.pairs]
            self.heads = [self.heads[0] + found.set_in, self.heads[1] + found.heads]
        if (module := _module("weights")) is not None:
            self.digits += [pairing.ratio for pairing in module.measure(data)]
        if (module := _module("masthead_shape")) is not None and (shape := module.measure(pdf.pages[0], area)) is not None:
            self.mastheads.append(shape.width)
            self.rules.append(shape.rule)
        if (module := _module("note_places")) is not None:
            places = module.measure(pdf.pages, size)
            self.notes = [self.notes[0] + len(places.astray), self.notes[1] + len(places.marks)]
        if (module := _module("mention_places")) is not None:
            told = module.measure(pdf.pages, area, size)
            self.figures = [self.figures[0] + len(told.far), self.figures[1] + len(told.told)]

    def include(self, other: Tally) -> None:
        self.full += other.full
        self.titles, self.ends = _sum(self.titles, other.titles), _sum(self.ends, other.ends)
        for mine, its in (
            (self.faults, other.faults), (self.uneven, other.uneven), (self.heads, other.heads), (self.notes, other.notes),
            (self.figures, other.figures),
        ):  # fmt: skip
            mine[:] = map(add, mine, its)
        self.digits += other.digits
        self.mastheads += other.mastheads
        self.rules += other.rules


def _module(name: str) -> ModuleType | None:
    try:
        return importlib.import_module(f"briefing.prove.{name}")
    except ImportError:
        return None


def _sum(one: _Counted, other: _Counted) -> _Counted:
    return type(one)(*map(add, astuple(one), astuple(other)))


def settings() -> Iterator[Setting]:
    yield Setting("briefing：各版式自己的断行", "first-fit", lambda bulletin: _pdf(bulletin.first_fit, bulletin), own=True)
    yield Setting("briefing：整段", "total-fit", lambda bulletin: _pdf(bulletin.total_fit, bulletin), own=True)
    if office_pages.program():
        yield Setting("briefing 的 DOCX，由 LibreOffice 排", "docx", _docx, own=True)
    yield Setting("WeasyPrint", "weasyprint", lambda bulletin: rivals.weasyprint(bulletin.issue, bulletin.folder, FONTS))
    yield Setting("Typst", "typst", lambda bulletin: rivals.typst(bulletin.issue, bulletin.folder, FONTS))
    if office_pages.program():
        yield Setting(
            "LibreOffice，通常的设置",
            "libreoffice",
            lambda bulletin: office_pages.print_docx(rivals.docx(bulletin.issue, bulletin.folder), bulletin.house),
        )


def read(folder: Path) -> Bulletin:
    source = stages.read(folder, World(folder))
    rules = replace(source.house.composition, strategy="total-fit")
    total = replace(source, house=replace(source.house, composition=rules))
    return Bulletin(folder, source.issue, source.house, stages.compose(source), stages.compose(total))


def _pdf(composed: Composed, bulletin: Bulletin) -> bytes:
    from briefing.output.pdf import write_pdf
    from briefing.paint import paint

    world = bulletin.world()
    return write_pdf(paint(composed, stages.fonts_of(composed.house, world)), world)


def _docx(bulletin: Bulletin) -> bytes:
    from briefing.output.docx.word_file import write_docx

    return office_pages.print_docx(write_docx(bulletin.first_fit, bulletin.world()), bulletin.house)


def picture(pdf: bytes) -> bytes:
    """PNG of the page that is shown."""
    import pypdfium2

    data = io.BytesIO()
    with pypdfium2.PdfDocument(pdf) as document:
        image = document[min(SHOWN, len(document)) - 1].render(scale=80 / 72).to_pil()
        image.quantize(16).save(data, "PNG", optimize=True)
    return data.getvalue()


HEADS = (
    "排法", "应排满的行", "右边不齐", "字距偏松", "相邻标点不一", "孤字成行", "行首行末禁则", "标题断错", "孤行", "页末空行",
    "邻行松紧不一", "行首标点内缩", "数字轻重", "报名宽", "红线位置", "注不在本页", "图表离文远",
)  # fmt: skip


def table(counted: list[tuple[Setting, Tally]]) -> str:
    """A column for which this checkout has no measure is left out."""
    shown = [at for at in range(len(HEADS)) if at < 10 or any(cells(setting.name, tally)[at] for setting, tally in counted)]
    lines = [f"| {' | '.join(HEADS[at] for at in shown)} |", "|---" + "|--:" * (len(shown) - 1) + "|"]
    for setting, tally in counted:
        row = cells(setting.name, tally)
        lines.append(f"| {' | '.join(row[at] or '—' for at in shown)} |")
    return "\n".join(lines)


def cells(name: str, tally: Tally) -> list[str]:
    def span(values: list[float]) -> str:
        return f"{min(values):.2f}–{max(values):.2f}" if values else ""

    uneven, pairs = tally.uneven
    return [
        name,
        str(tally.full),
        *map(str, tally.faults),
        f"{tally.titles.inside}/{tally.titles.ends}",
        f"{tally.ends.alone}/{tally.ends.turns}",
        str(tally.ends.blank),
        f"{uneven}/{pairs}" if pairs else "",
        f"{tally.heads[0]}/{tally.heads[1]}" if tally.heads[1] else "",
        span(tally.digits),
        span(tally.mastheads),
        span(tally.rules),
        f"{tally.notes[0]}/{tally.notes[1]}" if tally.notes[1] else "",
        f"{tally.figures[0]}/{tally.figures[1]}" if tally.figures[1] else "",
    ]


def gallery(shown: list[tuple[Setting, bytes]]) -> str:
    """Settings whose pages are alike dot for dot share a picture."""
    pictures: dict[bytes, list[Setting]] = {}
    for setting, image in shown:
        pictures.setdefault(image, []).append(setting)
    made = []
    for image, alike in pictures.items():
        name = "；".join(setting.name for setting in alike)
        (PICTURES / f"typography-{alike[0].picture}.png").write_bytes(image)
        same = "\n\n这一页两种排法逐点相同。" if len(alike) > 1 else ""
        made.append(f"### {name}\n\n![{name}](images/typography-{alike[0].picture}.png){same}")
        for other in alike[1:]:
            (PICTURES / f"typography-{other.picture}.png").unlink(missing_ok=True)
    return "\n\n".join(made)


def main() -> None:
    counted: list[tuple[Setting, Tally]] = []
    shown: list[tuple[Setting, bytes]] = []
    with tempfile.TemporaryDirectory() as folder:
        made = [read(path) for path in bulletins(Path(folder))]
        for setting in settings():
            tally = Tally()
            for number, bulletin in enumerate(made):
                data = setting.pdf(bulletin)
                area, size = (type_area(bulletin.house, 1), bulletin.house.styles["body"].size) if setting.own else (_AREA, _SIZE)
                tally.add(data, read_pdf(data), area, size)
                if number == 0:
                    shown.append((setting, picture(data)))
            counted.append((setting, tally))
            print(" | ".join(cells(setting.name, tally)), flush=True)
    text = PAGE.read_text("utf-8")
    for mark, part in (("counts", table(counted)), ("pictures", gallery(shown))):
        start, end = f"<!-- {mark} -->\n", f"<!-- end {mark} -->"
        text = f"{text.split(start)[0]}{start}\n{part}\n\n{end}{text.split(end)[1]}"
    PAGE.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
