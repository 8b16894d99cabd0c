"""Registration crosses and the colour bar: on sheets of houses that ask for them, in each ink of the side, beside the pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import example_issues
import press_support as support
import pytest

from briefing.files.world import MAX_FONT
from briefing.preflight.inspection import promises
from briefing.preflight.print_rules import preflight
from briefing.preflight.survey import survey
from briefing.press.bound import Bound, bound
from briefing.press.imposed_pdf import SheetJob, imposed_pdf

WAYS: dict[str, Mapping[str, Any]] = {
    "骑马订": {}, "胶装": {"stock": "对开"}, "平订": {"stock": "SRA3"}, "骑马订 ": {"stock": "对开", "work": "自翻版"},
}  # fmt: skip


def sheets(binding: str, process: bool = False, control: str = "always", **printing: Any) -> tuple[Bound, bytes]:
    made = support.press(support.job(process=process))
    job = bound(support.house(support.NAME, control=control, **printing), binding, None, 8, False)
    face = example_issues.source(support.NAME).world.fonts.bytes("BriefingHei-Regular.ttf", MAX_FONT)
    inks = tuple(frozenset(page) for page in made.inks) if control == "always" else None
    return job, imposed_pdf(made.data, SheetJob(job.imposition, job.papers, 0.0, 0.0, support.NAME, face, inks))


@pytest.mark.parametrize("process", [False, True])
@pytest.mark.parametrize("way", WAYS)
def test_each_ink_has_a_cross_and_patches_beside_the_pages(way: str, process: bool) -> None:
    job, data = sheets(way.strip(), process, **WAYS[way])
    pages = survey(data).pages
    colored = "品红" if process else "套红"
    for page, side in zip(pages, job.imposition.sides, strict=True):
        own = [use for use in page.uses if use.object.startswith("页面第") and use.at is not None]
        trim = page.boxes["TrimBox"]
        media = page.boxes["MediaBox"]
        tints = [use for use in own if use.kind == "area" and 0 < sum(use.color.values) < 1]
        inks = {ink for use in tints for ink in use.color.inks}
        assert inks >= ({"黑", colored} if 1 in side.pages else {"黑"})
        for use in [*tints, *(use for use in own if use.kind == "line" and use.overprint)]:
            assert use.at and media[0] <= use.at[0] <= media[2] and media[1] <= use.at[1] <= media[3]
        for use in tints:
            assert use.at and not (trim[0] < use.at[0] < trim[2] and trim[1] < use.at[1] < trim[3])
    wanted = promises(["x-imposed.pdf"], support.house(support.NAME), "PDF/X-4", process, 8, sides={"imposed": len(pages)})
    assert preflight("x-imposed.pdf", data, wanted["x-imposed.pdf"]) == []


def test_crosses_ask_for_paper_that_has_room() -> None:
    plain, bare = sheets("骑马订", control="never")
    job, data = sheets("骑马订")
    assert (plain.layout.stock, job.layout.stock) == ("", "SRA3")
    assert bare != data
    left, bottom, right, top = job.layout.block
    assert min(left, bottom, job.layout.width - right, job.layout.height - top) >= 7
