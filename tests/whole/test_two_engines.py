"""WeasyPrint as a second opinion: the marks and HTML with CSS, made of one composition, give the same pages and the same text."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import digit_rich
import example_issues
import hypothesis
import importing_generated
import pytest
import test_css_blocks
import test_svg
import write_pdf_sample
from conftest import ROOT
from engines_support import differences
from hypothesis import given

from briefing.building import stages
from briefing.building.run import build_issue
from briefing.core.errors import InputError
from briefing.files.world import World
from briefing.output.css.whole_pdf import write_pdf
from briefing.output.pdf import write_pdf as paint_pdf
from briefing.paint import paint
from briefing.typeset.composed import Composed

#: Generated issues; `BRIEFING_FUZZ`, as in test_fuzz.py.
COUNT = min(200, int(os.environ.get("BRIEFING_FUZZ", "200")))
STRATEGIES = ("first-fit", "total-fit")

pytestmark = pytest.mark.slow


def compared(composed: Composed, world: World, *, ordered: bool = True) -> list[str]:
    fonts = write_pdf_sample.fonts() if composed.house.name == "sample" else stages.fonts_of(composed.house, world)
    painted = paint(composed, fonts)
    # A note at the foot of a page is read after all of the page by WeasyPrint's, and before the 版记 by ours.
    ordered = ordered and not any(page.notes for page in composed.pages)
    return list(differences(paint_pdf(painted, world), write_pdf(composed, world), painted, ordered=ordered))


def composed_by(source: stages.Read, strategy: str) -> Composed:
    rules = replace(source.house.composition, strategy=strategy)
    return stages.compose(replace(source, house=replace(source.house, composition=rules)))


@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize("name", example_issues.NAMES)
def test_the_examples(name: str, strategy: str) -> None:
    source = example_issues.source(name)
    assert compared(composed_by(source, strategy), source.world) == []


def test_the_example_that_weasyprint_sets(tmp_path: Path) -> None:
    """With its house's style sheet it is another picture, and the same pages and text."""
    name = example_issues.STYLED
    source, composed = example_issues.source(name), example_issues.composed(name)
    assert source.house.styled and source.findings.items == [] and len(composed.pages) == 3
    built = build_issue(ROOT / "issues" / name, tmp_path)
    assert built.diagnostics == ()
    data = (tmp_path / name / f"{name}.pdf").read_bytes()
    painted = paint(composed, source.fonts())
    told = list(differences(paint_pdf(painted, source.world), data, painted, ordered=False))
    assert told and all("pixels" in line for line in told), told


@pytest.mark.parametrize("mirrored", [False, True])
def test_every_kind_of_block(mirrored: bool, tmp_path: Path) -> None:
    world = World(tmp_path, ROOT / "templates")
    assert compared(write_pdf_sample.composed(write_pdf_sample.house(mirrored=mirrored)), world) == []


@pytest.mark.parametrize("made", [test_svg.made, test_css_blocks.made], ids=["svg", "css"])
def test_drawings(made: object) -> None:
    source, composed = made()  # type: ignore[operator]
    assert compared(composed, source.world, ordered=False) == []


@pytest.mark.parametrize("seed", range(max(2, COUNT * 3 // 10)))
def test_texts_rich_in_figures(seed: int, tmp_path: Path) -> None:
    house = digit_rich.HOUSES[seed % 3]
    folder = digit_rich.write(tmp_path / "2022-17", house, seed, 12 + seed % 17)
    source = stages.read(folder, World(folder))
    assert compared(composed_by(source, STRATEGIES[seed // 3 % 2]), source.world) == []


@pytest.mark.parametrize("seed", range(max(2, COUNT // 5)))
def test_tables(seed: int, tmp_path: Path) -> None:
    folder = digit_rich.write_tables(tmp_path / "2022-17", digit_rich.HOUSES[seed % 3], seed, 6)
    source = stages.read(folder, World(folder))
    assert compared(composed_by(source, STRATEGIES[seed // 3 % 2]), source.world) == []


_ALL = list(hypothesis.HealthCheck)
_ONCE = [hypothesis.Phase.generate]  # one is set in a second: making it smaller takes minutes


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_generated_issues(strategy: str) -> None:
    """Whatever Markdown and issue.yaml may hold. One that a build would refuse has no pages."""

    @hypothesis.settings(max_examples=max(2, COUNT // 4), deadline=None, suppress_health_check=_ALL, phases=_ONCE)
    @given(importing_generated.issue())
    def run(files: dict[str, bytes]) -> None:
        with TemporaryDirectory() as place:
            folder = Path(place) / "2022-17"
            for name, data in files.items():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_bytes(data)
            source = stages.read(folder, World(folder))
            try:
                composed = composed_by(source, strategy)
            except InputError:
                hypothesis.reject()
            assert compared(composed, source.world, ordered=not composed.groups) == []

    run()
