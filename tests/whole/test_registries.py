"""Formats and deliveries are rows of a table each: whoever walks one leaves no row out."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from briefing.building.output_formats import ALL_FORMATS, FORMATS, PAGES
from briefing.building.plan import plan
from briefing.cli import main
from briefing.core.errors import UsageError
from briefing.delivery.deliveries import BY_KIND, DELIVERIES, Wishes
from briefing.delivery.print_set import Order
from briefing.desk.outgoing_works import MAKES
from briefing.preflight import inspection
from briefing.prove import pages_proof


def test_every_format_is_proved_listed_and_offered(sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert set(pages_proof._BESIDE) == PAGES - {"pdf"}  # the PDF proves them
    assert set(FORMATS) <= set(ALL_FORMATS) and set(ALL_FORMATS) - set(FORMATS) <= set(MAKES)
    with pytest.raises(UsageError) as refused:
        plan(sample, tmp_path, ("doc",))
    assert all(format in refused.value.diagnostics[0].hint for format in ALL_FORMATS)
    main(["build", "--help"])
    assert "|".join(ALL_FORMATS) in capsys.readouterr().out


def test_every_delivery_is_read_back_and_offered(capsys: pytest.CaptureFixture[str]) -> None:
    assert set(inspection._SETS) == set(BY_KIND) <= set(MAKES)
    main(["press", "--help"])
    help = "".join(capsys.readouterr().out.split())
    assert "|".join(BY_KIND) in help
    assert all("".join(f"{each.kind}：{each.about}".split()) in help and each.receiver in help for each in DELIVERIES)


def test_what_may_be_asked_of_a_set_is_what_it_knows() -> None:
    assert set(Wishes.__annotations__) == {field.name for field in fields(Order)}
    assert {wish for each in DELIVERIES for wish in each.wishes} == set(Wishes.__annotations__)


def test_wishes_are_refused_where_nobody_hears_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["press", "2022-17", "--for", "archive", "--process"]) == 2
    assert "--process 只用于 --for print。" in capsys.readouterr().err
