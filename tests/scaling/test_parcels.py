"""What travels to other machines: files by their digest, and answers that are plain data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.building.run import Built, FailedIssue
from briefing.core.errors import Diagnostic, ExitCode, InputError, MissingToolError, Severity, Span
from briefing.scaling import answers, parcels
from briefing.scaling.cluster import build_on

NAMES = st.text("abc甲乙 .-_", min_size=1, max_size=8).filter(lambda name: name.strip(". ") != "")


@given(st.dictionaries(NAMES, st.binary(max_size=40), max_size=5))
def test_a_parcel_holds_what_was_packed_and_nothing_else(files: dict[str, bytes]) -> None:
    parcel = parcels.packed(files)
    assert parcels.contents(parcel) == files
    assert parcels.packed(dict(reversed(files.items()))) == parcel


def test_the_same_issue_is_the_same_parcel(sample: Path) -> None:
    one = parcels.of_issue(sample)
    (sample / "01-甲.md").touch()
    (sample / ".hidden").write_text("x")
    assert parcels.of_issue(sample) == one
    assert set(parcels.contents(one)) == {"issue.yaml", "01-甲.md"}


def test_a_home_has_houses_and_faces() -> None:
    found = parcels.contents(parcels.of_home())
    assert {"templates/gb9704/house.yaml", "fonts/metrics.json", "fonts/BriefingBiaosong-Regular.ttf"} <= set(found)


@pytest.mark.parametrize(
    "parcel",
    [
        b"", b"x" * 100, parcels.packed({"a": b"1"})[:-30], parcels.packed({"../a": b""}), parcels.packed({"/etc/a": b""}),
        parcels.packed({"a/../../b": b""}), parcels.packed({"a\\b": b""}),
    ],
)  # fmt: skip
def test_what_is_no_parcel(parcel: bytes, tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        parcels.unpack(parcel, tmp_path / "here")
    assert refused.value.diagnostics[0].code == "dask-answer"
    assert [path.name for path in tmp_path.iterdir()] == []


FOUND = (
    Diagnostic("file-size", "太大", Span("a.md", 2, 3, 4), "请改小。", Severity.WARNING),
    Diagnostic("work-limit", "不够", None, "", Severity.ERROR),
)


@pytest.mark.parametrize(
    "result",
    [
        Built("2024-05", (), 3, True, FOUND, {"a.md": "文"}),
        Built("2024-05", (), 1, True, (), {}),
        FailedIssue("2024-05", FOUND, ExitCode.INPUT, {"a.md": "文"}),
        FailedIssue("2024-05", FOUND, ExitCode.BUG, {}, "Traceback"),
    ],
)
def test_answers_come_back_as_they_went(result: Built | FailedIssue) -> None:
    assert answers.read(answers.written(result), "2024-05") == result


@pytest.mark.parametrize(
    "said",
    [
        None, [], {}, {"diagnostics": []}, {"diagnostics": [], "sources": 3, "pages": 1}, {"diagnostics": [{}], "sources": {}},
        {"diagnostics": [], "sources": {}, "exit": 99, "crash": ""}, {"diagnostics": [], "sources": {}, "pages": "三"},
    ],
)  # fmt: skip
def test_what_is_no_answer(said: object) -> None:
    with pytest.raises(InputError) as refused:
        answers.read(json.dumps(said).encode(), "2024-05")
    assert refused.value.diagnostics[0].code == "dask-answer"


def test_without_the_library(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(MissingToolError) as refused:
        list(build_on("tcp://127.0.0.1:1", [sample], tmp_path / "build", ("docx",)))
    assert refused.value.diagnostics[0].code == "dask-missing"
    assert not (tmp_path / "build" / "2024-05" / "2024-05.docx").exists()
