"""The manual's list of what a template may use is the program's own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

from conftest import ROOT

from briefing.model import sheet
from briefing.model.blocks import Block
from briefing.rendering import issue_to_sheet, vocabulary


def test_the_manual_has_the_vocabulary_as_it_is() -> None:
    manual = (ROOT / "docs" / "house.md").read_text("utf-8")
    assert vocabulary.placed(manual) == manual, "make schema"


def test_nothing_is_left_out() -> None:
    named = set(re.findall(r"`([^`]+)`", vocabulary.chapter()))
    helpers = set(re.findall(r'^ {12}"(\w+)": self\.', Path(issue_to_sheet.__file__).read_text("utf-8"), re.MULTILINE))
    assert set(vocabulary.HELPERS) == helpers
    assert {kind.__name__ for kind in get_args(Block)} <= named
    blocks = re.findall(r"\{% block (\w+)", (ROOT / "templates" / "gb9704" / "bulletin.html.j2").read_text("utf-8"))
    assert set(vocabulary.BLOCKS) == set(blocks) == set(blocks) & named
    classes = {*sheet.PARAGRAPH_KINDS, *sheet.REGIONS, *filter(None, sheet.INLINE_STYLES)}
    classes |= {f"box {kind}" for kind in sheet.BOX_KINDS} | {f"leaf {leaf}" for leaf in sheet.LEAVES}
    assert classes <= named
