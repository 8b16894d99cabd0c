"""Blanks that quotes keep at the ends of a value say nothing: they would push what is centred aside."""

from __future__ import annotations

from pathlib import Path

import pytest
from read_support import SOUND_PNG

from briefing import load
from briefing.model.blocks import Figure
from briefing.model.text_lines import plain

BLANKS = ("  ", "\u3000", "\u00a0", "\t")


@pytest.mark.parametrize("blank", BLANKS)
def test_they_are_left_out(sample: Path, blank: str) -> None:
    (sample / "issue.yaml").write_text(
        "house: gb9704\nnumber: 5\ndate: 2024-03-08\n"
        f'nameplate: ["{blank}信 息{blank}", "{blank}简报"]\n'
        f'overline: "{blank}某办{blank}"\nsummary: "{blank}摘要{blank}"\nmark: "{blank}"\n',
        "utf-8",
    )
    issue = load(sample)
    assert issue.masthead.nameplate == ("信 息", "简报") and issue.masthead.overline == "某办"
    assert issue.masthead.mark == ""
    (name, _) = issue.masthead.nameplate
    assert name.span.column == len('nameplate: ["') + len(blank) + 1  # type: ignore[attr-defined]


@pytest.mark.parametrize("blank", BLANKS[:3])
def test_those_of_a_caption_in_quotes_too(sample: Path, blank: str) -> None:
    """It stood off the middle by them, which the proof of the pages takes for a fault of the program."""
    (sample / "tu.png").write_bytes(SOUND_PNG)
    (sample / "01-甲.md").write_text(f'# 题\n\n正文。\n\n![图](tu.png "{blank}图1{blank}")\n', "utf-8")
    figure = load(sample).articles[0].blocks[1]
    assert isinstance(figure, Figure) and plain(figure.caption) == "图1"
    (text,) = figure.caption
    assert text.span.column == len('![图](tu.png "') + len(blank) + 1
