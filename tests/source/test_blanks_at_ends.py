"""Blanks that quotes keep at the ends of a value say nothing: they would push what is centred aside."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing import load

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
