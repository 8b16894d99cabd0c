"""The tour of docs/dev is what the program prints; every stage shows every kind of thing."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from briefing.cli import main
from briefing.dissect.views import VIEWS

ROOT = Path(__file__).resolve().parents[2]
specification = importlib.util.spec_from_file_location("tour", ROOT / "script" / "tour.py")
assert specification is not None and specification.loader is not None
tour = importlib.util.module_from_spec(specification)
specification.loader.exec_module(tour)


def test_the_tour_is_current() -> None:
    text = tour.FILE.read_text("utf-8")
    assert tour.recorded(text) == text, "run make tour"


@pytest.mark.parametrize("file", ["docs/dev/tour.md", "docs/dev/checklists.md", "ARCHITECTURE.md"])
def test_modules_that_are_named_are_there(file: str) -> None:
    named = re.findall(r"`(?:briefing/)?((?:[a-z_]+/)+[a-z_]+\.py)\b", (ROOT / file).read_text("utf-8"))
    assert len(named) > 10
    assert not [name for name in named if not any((root / name).is_file() for root in (ROOT, ROOT / "briefing"))]


@pytest.mark.parametrize("stage", VIEWS)
def test_every_stage_shows_a_line_and_nothing_else(stage: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A title: it stands in the contents, too."""
    assert main(["show", "2022-08-xinxi", "--at", "01-rexian.md:4", "--stage", stage]) == 0
    shown = capsys.readouterr().out
    title = (ROOT / "issues" / "2022-08-xinxi" / "01-rexian.md").read_text("utf-8").splitlines()[3].lstrip("# ")
    assert {"letters": title[0], "page": "title", "pdf": "BDC"}.get(stage, title[:2]) in shown
