"""The composed lines, held against what ECMA-376 makes of the finished DOCX (word_rules.py)."""

from __future__ import annotations

import io
import os
import re
import shutil
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import digit_rich
import pytest
import word_rules
from conftest import ROOT
from example_issues import NAMES, composed, docx

from briefing.building import stages
from briefing.composed import Composed, SetParagraph, SetTable
from briefing.world import World
from briefing.write.docx import write_docx


def ours(page: Composed) -> Iterator[tuple[str, list[str]]]:
    """Text and lines of every paragraph as composed."""
    for block in page.blocks:
        rows = block.cells if isinstance(block, SetTable) else ((block,),)
        for row in rows:
            for cell in row:
                if isinstance(cell, SetParagraph) and cell.text.strip():
                    yield re.sub(r"\s", "", cell.text), [cell.text[line.start : line.end].strip() for line in cell.lines]


def agreement(page: Composed, data: bytes, reading: word_rules.Reading) -> tuple[int, int, list[tuple[list[str], list[str]]]]:
    """How many lines are the same, how many there are, and the paragraphs that differ, ours first."""
    found: dict[str, list[list[str]]] = defaultdict(list)
    for text, lines in word_rules.set_lines(data, reading):
        found[text].append(lines)
    same = count = 0
    differing = []
    for text, lines in ours(page):
        candidates = found.get(text) or [[]]
        theirs = candidates.pop(candidates.index(lines) if lines in candidates else 0)
        count += len(lines)
        same += len(set(_places(lines)) & set(_places(theirs)))
        if theirs != lines:
            differing.append((lines, theirs))
    return same, count, differing


def _places(lines: list[str]) -> list[tuple[int, int]]:
    places, start = [], 0
    for line in lines:
        length = len(re.sub(r"\s", "", line))
        places.append((start, start + length))
        start += length
    return places


@pytest.mark.parametrize("name", NAMES)
def test_the_examples(name: str) -> None:
    for reading in word_rules.READINGS:
        same, count, differing = agreement(composed(name), docx(name), reading)
        assert count > 60 and not differing and same == count, (reading, differing)
