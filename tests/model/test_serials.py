"""编号 of the next issue."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from briefing.building.scaffold import following
from briefing.model.serials import following_serial, serial_of


@pytest.mark.parametrize(
    ("serial", "by", "expected"),
    [
        ("苏简字1004号", 1, "苏简字1005号"), ("苏简字0099号", 2, "苏简字0101号"), ("〔2022〕9号", 1, "〔2022〕10号"),
        ("内刊2022-17", 3, "内刊2022-20"), ("99", 1, "100"), ("没有数", 1, ""), ("", 1, ""),
    ],
)  # fmt: skip
def test_the_one_that_follows(serial: str, by: int, expected: str) -> None:
    assert following_serial(serial, by) == expected
    before = serial_of(serial)
    assert before is None or serial_of(expected) == before._replace(number=before.number + by)


@pytest.mark.parametrize(
    ("serial", "number", "year", "expected"),
    [
        ("苏简字1004号", 19, 2022, "serial: 苏简字1006号"), ("〔2022〕15号", 18, 2022, "serial: 〔2022〕16号"),
        ("〔2022〕15号", 18, 2023, ""), ("苏简字1004号", 1, 2023, ""), ("没有数", 18, 2022, ""),
    ],
)  # fmt: skip
def test_an_issue_after_another(tmp_path: Path, serial: str, number: int, year: int, expected: str) -> None:
    """Where numbers began anew nobody can tell, and nothing is written."""
    (tmp_path / "issue.yaml").write_text(f"house: gb9704\nnumber: 17\ndate: 2022-05-13\nserial: {serial}\n", "utf-8")
    made = following(tmp_path, tmp_path / "next", number, datetime.date(year, 6, 1))
    settings = made.files["issue.yaml"]
    assert expected in settings if expected else "serial" not in settings
    assert ("serial" in made.left) is not bool(expected)
