"""Lines end where `data/line_breaks.txt` says: a list that a typographer can read, mend and lengthen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

import pytest
import yaml
from typeset_support import ROOT, fonts, house, paragraph, sheet

from briefing.house.style import Composition
from briefing.typeset import typeset
from briefing.typeset.composed import SetParagraph

CASES = ROOT / "tests" / "typeset" / "data" / "line_breaks.txt"
END = "↵"
#: A character of body text, mm.
EM = 16 * 25.4 / 72


def cases() -> Iterator[tuple[str, dict[str, object], str]]:
    """Where each stands, what holds for it, its lines."""
    rules: dict[str, object] = {}
    for number, line in enumerate(CASES.read_text("utf-8").splitlines(), start=1):
        if line.startswith("{"):
            rules = yaml.safe_load(line)
        elif line and not line.startswith("#"):
            yield f"{CASES.name}:{number}", rules, line


@pytest.mark.parametrize(("place", "rules", "wanted"), [pytest.param(*case, id=case[0]) for case in cases()])
def test_lines_end_where_they_should(place: str, rules: dict[str, object], wanted: str) -> None:
    measure, composition = float(str(rules["measure"])), {key: value for key, value in rules.items() if key != "measure"}
    assert composition.keys() <= {field.name for field in fields(Composition)}, place
    look = house(Composition(**composition), styles={"body": {"indent_first": 0.0}}, measure_mm=measure * EM)  # type: ignore[arg-type]
    (block,) = typeset(sheet(paragraph(wanted.replace(END, ""))), look, fonts()).blocks
    assert isinstance(block, SetParagraph)
    assert END.join(block.text[line.start : line.end] for line in block.lines) == wanted
