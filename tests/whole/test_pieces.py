"""Paragraphs of very many pieces of one kind, or of all kinds: addresses, references to notes, letters, marks, spaces that join.

Wherever an issue has text, they are set on right pages or refused at their place; a glyph that does not stand where it was
composed, or a line that ends in the wrong place, is found by the proof, and that is exit 70.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from lengths_support import YAML, make
from slices import share
from typeset_support import paragraphs

from briefing.core.errors import ExitCode
from briefing.files.world import World
from briefing.output.css.spacing import TOLERANCE, Spacer, _effect
from briefing.output.css.whole_pdf import write_pdf
from briefing.prove.pdf_pages import read_pdf
from briefing.typeset.classes import Level
from briefing.typeset.column_widths import shortened
from briefing.typeset.letters import Letters
from briefing.typeset.strip import Strip

PIECES = (
    "文", "http://a/", "https://www.example.gov.cn/a-b_c/", "文[^1]", "[^1]", "a", "abcdefgh ", "international", "3.14",
    "1,234", "50%", "25℃", "①", "**粗**", "*斜*", "`code`", "——", "……", "（", "）", "，", "。", "“", "”", "《文》", "·", "—", "-",
    "/", "10km", "２", "x_y", "a@b.cn", "№", "½", "m²", "é", "α", "Я", "　", "\u00a0", "（1）", "“a”", "1-2", "a.b.", "ﬁ", "、",
    "；", "：", "！", "？", "％", "$", "Ⅳ", "【", "】", "〔1〕", "～", "×", "+", "=", "&", "#1", "\\*", "（文", "文）", "i", "W",
)  # fmt: skip
COUNTS = (2, 7, 30, 120, 400, 1100, 1500)
HOUSES = ("gb9704", "jiangsu-jingshen-wenming", "xinxi-zhuanbao")
HEAD = "# 题目在此\n\n"
PLACES = {
    "paragraph": HEAD + "{}", "quotation": HEAD + "> {}", "item": HEAD + "1. {}", "heading": HEAD + "## {:.200}\n\n文。",
    "cell": HEAD + "| 甲 | 乙 |\n|--|--|\n| {:.1200} | 丁 |", "title": "# {:.120}\n\n文。",
    "note": HEAD + "文[^2]。\n\n[^2]: {:.1500}",
}  # fmt: skip


def report(place: str, text: str) -> str:
    note = "\n\n[^1]: 注。\n" if "[^1]" in text else "\n"
    return PLACES[place].format(text) + note


def held(folder: Path, house: str, place: str, text: str) -> None:
    """Set, or refused. Raises AssertionError."""
    yaml = YAML if house == "gb9704" else YAML.replace("gb9704", house).replace("nameplate: 测试简报\n", "")
    made = make(folder, {"issue.yaml": yaml, "01.md": report(place, text)}, pdf=True)
    assert made.code in (ExitCode.OK, ExitCode.INPUT), (house, place, text[:40], len(text), made.found[:3])


@pytest.mark.slow
def test_any_pieces_anywhere(tmp_path: Path) -> None:
    for seed in range(share(300)):
        chance = random.Random(seed)
        count = chance.choice(COUNTS)
        if chance.random() < 0.3:
            text = "".join(chance.choices(PIECES, k=count))
        else:
            text = chance.choice(("", "文")) + "".join(chance.choices(PIECES, k=chance.choice((1, 1, 2, 3)))) * count
        held(tmp_path, chance.choice(HOUSES), chance.choice([*PLACES]), text[:9000])


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("paragraph", "文" + "http://a/" * 90),
        ("paragraph", "文[^1]" * 40),
        ("cell", "[^1]" * 60),
        ("cell", "~&=" * 200),  # one long word beside a column of one character
        ("paragraph", "文\u00a0" * 200),
        ("cell", "文\u00a0" * 200),
        ("item", "\u00a0【”" * 60),
        ("paragraph", "文ﬁ文ﬂ文ﬀ文ﬃ文ﬄ" * 12),
    ],
)
def test_pieces_that_were_set_wrongly(tmp_path: Path, place: str, text: str) -> None:
    held(tmp_path, "gb9704", place, text)


@pytest.mark.parametrize("engine", ["painted", "styled"])
@pytest.mark.parametrize("text", ["文" + "http://a/" * 60, "文[^1]" * 40])
def test_every_glyph_stands_where_it_was_composed(engine: str, text: str, tmp_path: Path) -> None:
    """A house with a style sheet is laid out by WeasyPrint, which paints in whole thousandths, by widths of whole thousandths."""
    made = make(tmp_path, {"01.md": report("paragraph", text)}, pdf=True)
    assert made.composed
    data = made.outputs["pdf"] if engine == "painted" else write_pdf(made.composed, World(tmp_path / "2022-17"))
    block = next(block for block in paragraphs(made.composed) if block.text[:5] in ("文http", "文〔1〕文"))
    glyphs = read_pdf(data).pages[0].glyphs
    begins = "".join(glyph.char for glyph in glyphs).index(block.text[:5])
    for line in block.lines[:4]:
        x = glyphs[begins].x
        for at in range(line.start, line.end):
            assert glyphs[begins + at - line.start].x == pytest.approx(x, abs=2 * TOLERANCE), (line, at)
            x += block.widths[at] + line.after[at - line.start]
        begins += line.end - line.start


def test_boxes_of_letters_keep_every_letter_in_its_place() -> None:
    """Of any widths, whole thousandths or not; and what is kept is said exactly at the end."""
    chance = random.Random(1)
    for _ in range(300):
        size = chance.choice((9.6, 14.0, 16.0, 22.0))
        widths = [chance.choice((1000, 500, 277.83, 443.85, 722.17)) * size / 1000 for _ in range(chance.randint(1, 90))]
        after = chance.choice((0.0, chance.uniform(-0.4, 0.9)))
        spacer, at = Spacer(), 0
        for box in spacer.boxes(widths, after, size):
            spacing, drift = _effect(box.steps, size), 0.0
            for width in widths[at : at + box.length]:
                assert abs(drift) <= TOLERANCE + size / 1000, (widths, after, size)
                thousandths = width / size * 1000
                drift += spacing.after(round(thousandths) - thousandths, size) - after
            at += box.length
        assert at == len(widths)


def test_columns_share_what_is_not_enough() -> None:
    chance = random.Random(2)
    for _ in range(300):
        least = [chance.choice((8.0, 20.0, 90.0, 900.0, 5000.0)) for _ in range(chance.randint(1, 12))]
        if sum(least) > 442.2:
            widths = shortened(442.2, least)
            assert sum(widths) == pytest.approx(442.2)
            assert all(width >= min(need, 442.2 / len(least)) - 1e-6 for width, need in zip(widths, least, strict=True))


def test_a_line_may_end_between_references_and_not_in_one(tmp_path: Path) -> None:
    made = make(tmp_path, {"01.md": report("paragraph", "文[^1][^1]。")})
    assert made.composed
    block = next(block for block in paragraphs(made.composed) if block.text.startswith("文〔"))
    type_ = Letters(block.text, [9.6] * 8, [9.6] * 8, [""] * 8, frozenset(range(1, 7)), ())
    levels = Strip(type_, made.composed.house.composition).level[:7]
    forbidden, never = Level.FORBIDDEN, Level.NEVER
    assert levels == [forbidden, never, never, forbidden, never, never, forbidden]


def test_text_after_a_bullet_keeps_to_the_characters_of_the_page(tmp_path: Path) -> None:
    """Half a character of bullet, half of white: what follows stands, and hangs, where the third character of any line does."""
    made = make(tmp_path, {"01.md": f"{HEAD}- {'先进群体的示范带动作用。' * 4}\n- 一项。\n  - 下级一项。\n"})
    assert made.composed
    long, short, lower = (block for block in paragraphs(made.composed) if block.text[:1] in ("●", "○"))
    assert sum(long.widths[:2]) == pytest.approx(long.size)
    assert [line.x for line in long.lines[1:]] == pytest.approx([3 * long.size] * (len(long.lines) - 1), abs=1.0)
    assert short.lines[0].x == pytest.approx(2 * short.size, abs=1.0)
    assert lower.lines[0].x == pytest.approx(4 * lower.size, abs=1.0)
