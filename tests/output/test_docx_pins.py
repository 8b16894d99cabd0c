"""Every line of the composition is one to which word processors are led, by the arithmetic of either kind of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, compress
from pathlib import Path

import office_texts
import pytest
from digit_rich import houses
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.building import stages
from briefing.files.world import World
from briefing.output.docx.body import Body
from briefing.output.docx.paragraph_text import Typescript
from briefing.output.docx.pin_arithmetic import TWIP, SpacedStretch, UnpinnedLine, line_widths
from briefing.output.docx.placement import flow

ADDRESSES = (
    "登录https://www.sh.gov.cn/art/5/col/art/art_408646_3363958.html查询，",
    "见https://www.zj.gov.cn/2022/col/col/col/art/?q=%E6%96%87&from=mobile#top，",
)


def scripts(folder: Path, templates: Path) -> Iterator[Typescript]:
    """Every paragraph of the issue, those of cells too."""
    composed = stages.compose(stages.read(folder, World(folder.resolve(), templates_root=templates)))
    body = Body(composed, flow(composed))
    yield from body.scripts.values()
    for rows in body.cells.values():
        for row in rows:
            yield from row


def too_wide(script: Typescript) -> list[str]:
    """Lines of the paragraph that do not go into its box by the specification."""
    pins, found = script.pins, []
    assert pins is not None
    for line in script.block.lines:
        end = line.end
        while end > line.start and script.block.text[end - 1] in " \u3000\n":
            end -= 1
        width = sum(script.block.widths[line.start : end]) + sum(pins.spacing[line.start : end]) * TWIP
        if script.block.style.align == "justify" and width > pins.right - line.x:
            found.append(script.block.text[line.start : end])
    return found


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return houses(tmp_path_factory.mktemp("houses") / "templates")


def test_a_line_of_one_address_goes_in(templates: Path, tmp_path: Path) -> None:
    """Opened to the measure it had no margin: in columns, at every place of the line."""
    folder = tmp_path / "2022-01"
    folder.mkdir()
    texts = [f"{'进一步压实责任确保落实'[:k]}{address}务求取得实效。" for k in range(12) for address in ADDRESSES]
    columns = "\n\n".join(["::: 两栏", *texts, ":::"])
    (folder / "01-r.md").write_text("\n\n".join(["# 题目", *texts, columns]) + "\n", encoding="utf-8")
    (folder / "issue.yaml").write_text(
        "house: close-grid\nnumber: 1\ndate: 2022-05-13\nnameplate: 简报\noffices: 某办\nsections:\n"
        "  - name: 字\n    reports: [01-r.md]\n",
        encoding="utf-8",
    )
    led = list(scripts(folder, templates))
    assert sum(len(script.block.lines) for script in led) > 100
    assert [line for script in led for line in too_wide(script)] == []


def test_every_line_of_what_offices_write_goes_in(templates: Path, tmp_path: Path) -> None:
    house, seed = office_texts.ISSUES[0]
    led = list(scripts(office_texts.write(tmp_path / "2022-01", house, seed), templates))
    assert [line for script in led for line in too_wide(script)] == []


@settings(max_examples=50)
@given(
    st.lists(
        st.tuples(st.integers(1, 30), st.floats(1, 300), st.integers(-60, 60), st.booleans(), st.booleans(), st.floats(-4, 4)),
        min_size=1,
        max_size=9,
    ),
    st.integers(-40, 200),
)
def test_a_pinned_line_is_as_wide_as_one_that_is_spaced_so(
    drawn: list[tuple[int, float, int, bool, bool, float]], pin: int
) -> None:
    starts = [0, *accumulate(count for count, *_ in drawn)]
    stretches = [
        SpacedStretch(start, start + count, advance, 16.0, spacing, bears, latin, wider)
        for start, (count, advance, spacing, bears, latin, wider) in zip(starts, drawn, strict=False)
    ]
    line = UnpinnedLine([0] * starts[-1], stretches)
    for pinned in (*line.borne, line.borne_by_all):
        pairs = zip(stretches, pinned.bearers, strict=True)
        spaced = [each._replace(spacing=each.spacing + pin) if bears else each for each, bears in pairs]
        assert pinned[pin] == line_widths(spaced)
        borne = sum(each.end - each.start for each in compress(stretches, pinned.bearers))
        assert sum(line.spaced(pin, pinned.bearers)) == pin * borne
