"""Whatever an issue combines, its outputs are proved: what the proof cannot follow would be exit 70 for an honest bulletin."""

from __future__ import annotations

import tempfile
from pathlib import Path

import importing_generated
import pytest
from hypothesis import HealthCheck, assume, given, settings
from slices import SLICE, share

from briefing.building import stages
from briefing.core.errors import BriefingError
from briefing.output.docx.word_file import write_docx
from briefing.output.ofd import write_ofd
from briefing.output.pdf import write_pdf
from briefing.paint import paint
from briefing.prove import prepare, prove

YAML = "house: gb9704\nnumber: 17\ndate: 2022-05-13\nnameplate: 简报\n"
#: What an issue may end in: nothing, a 版记, or the 落款 of the issue above one.
ENDS = ("", "serial: 简1号\nprint_run: 300\n", "signature: [某办, 2022年5月13日]\nrecipients: {报: 省里}\n")
SIGNED = "::: 落款\n某某办公室\n2022年5月3日\n:::"
LONG = "（4）全市12.5%的街道认真贯彻落实“三项制度”有关要求，做到件件有回音"


def wrong(folder: Path, files: dict[str, bytes], *, whole: bool = False) -> list[tuple[str, str]]:
    """What the proof says of the PDF of `files`, with `whole` of all outputs. Raises BriefingError for what cannot be set."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    read = stages.read(folder)
    pages = stages.compose(read)
    painted, world = paint(pages, read.fonts()), read.world
    others = {"docx": write_docx(pages, world), "ofd": write_ofd(painted, world)} if whole else {}
    expected = prepare(pages.sheet, read.house, world.issue, pages.drawings)
    found = prove(expected, read.fonts(), write_pdf(painted, world), **others)
    return [(str(item.span), item.message) for item in found.errors]


def proved(folder: Path, report: str, end: str = "") -> None:
    assert wrong(folder / "2022-17", {"issue.yaml": (YAML + end).encode(), "01.md": f"# 题目\n\n{report}\n".encode()}) == []


PLACES = ("{0}", "前文。\n\n{0}\n\n后文。", "前文。\n\n{0}\n\n{0}")


@pytest.mark.parametrize(
    ("leaf", "place", "end"),
    [("折页", 0, 0), ("折页", 1, 0), ("折页", 2, 0), ("折页", 1, 1), ("宽页", 0, 2), ("宽页", 2, 0)],
)
def test_pages_of_another_format_stand_anywhere(leaf: str, place: int, end: int, tmp_path: Path) -> None:
    """First, last, in the middle, with a 落款 of their own, and one after the other, whatever the issue ends in."""
    proved(tmp_path, PLACES[place].format(f"::: {leaf}\n宽页里的文字。\n\n{SIGNED}\n:::"), ENDS[end])


@pytest.mark.parametrize("words", [LONG[:18], f"{LONG}。{LONG}", f"## {LONG[:18]}", f"### {LONG}"])
def test_lines_side_by_side_in_columns_are_two(words: str, tmp_path: Path) -> None:
    """Where columns hold one short paragraph, its first line stands left and its second right, at one height."""
    proved(tmp_path, f"::: 两栏\n\n{words}\n\n:::\n\n后文。")


@pytest.mark.parametrize("rows", [4, 40])
def test_a_table_goes_on_in_the_next_column_under_its_head_again(rows: int, tmp_path: Path) -> None:
    proved(tmp_path, "::: 两栏\n\n| 市 | 得分 |\n|---|---|\n" + "| 南京市各区县街道 | 95 |\n" * rows + "\n:::")


def test_a_row_higher_than_what_is_left_of_the_page_goes_to_the_next(tmp_path: Path) -> None:
    """In columns, too; and the notes that it marks with it."""
    table = (
        f"| 城认真贯彻落实 | 乙 | 丙 | 丁 |\n|---|---|---|---|\n| {'城创建城认真' * 3}[^1] | 乙[^2] | {'一是强化统筹' * 5} | 丁 |"
    )
    text = "字。\n\n" * 9 + f"::: 两栏\n\n{table}\n\n一段话。\n\n:::\n\n后文。\n\n[^1]: 注一。\n\n[^2]: 注二。"
    proved(tmp_path, text)


def test_a_row_goes_on_in_the_next_column(tmp_path: Path) -> None:
    head = (
        "| 城创建。 | 城认真贯彻落实城文明城市城一是强化统筹创建文明城市认真贯彻落实。 | 丙 | 城一是强化统筹 创建认真贯彻落实 |"
    )
    row = f"| 城（试行）表1来和城的创建{'一是强化统筹' * 5} | 城一是强化统筹 |  | 城1.，来的 |"
    table = f"表：得分 {{widths=1,1,1,1}}\n\n{head}\n|---|---|---|---|\n{row}"
    text = f"---\nwide: true\n---\n# 题目\n\n::: 两栏\n\n{table}\n\n一是城创建。和城的创建。\n\n:::\n\n后文。\n"
    assert wrong(tmp_path / "2022-17", {"issue.yaml": YAML.encode(), "01.md": text.encode()}) == []


@pytest.mark.parametrize("label", ["- ", "10. "])
def test_a_loose_first_line_does_not_move_what_hangs_below(label: str, tmp_path: Path) -> None:
    """The space behind a bullet is opened with its line; the lines below stand where it would be without."""
    proved(tmp_path, f"{label}城文明城市省文明委城一、城一城　{'a1' * 22}的编号。{LONG}")


@pytest.mark.slow
@settings(max_examples=share(240), derandomize=SLICE, deadline=None, suppress_health_check=list(HealthCheck))
@given(importing_generated.issue())
def test_any_issue_is_proved(files: dict[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as place:
        try:
            said = wrong(Path(place, "2022-17"), files, whole=True)
        except BriefingError:  # a mark that opens nothing, a title too long: no issue that could be built
            assume(False)
        assert said == []
