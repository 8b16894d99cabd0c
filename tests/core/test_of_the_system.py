"""What the system refuses is a finding that names the file and the reason, and no fault of the program."""

from __future__ import annotations

import errno

import pytest

from briefing.core.errors import ExitCode, InputError, OutputError, of_the_system


@pytest.mark.parametrize(
    ("number", "kind"),
    [(errno.EACCES, InputError), (errno.EIO, InputError), (errno.EMFILE, InputError), (errno.ENOSPC, OutputError)],
)
def test_a_refusal_names_file_and_reason(number: int, kind: type[Exception]) -> None:
    found = of_the_system(OSError(number, "refused", "/稿件/01.md"), "读稿件")
    assert isinstance(found, kind) and found.exit_code != ExitCode.BUG
    (said,) = found.diagnostics
    assert said.code == "system-refused" and "/稿件/01.md" in said.message and "读稿件" in said.message


@pytest.mark.parametrize("error", [FileNotFoundError(errno.ENOENT, "gone", "a"), KeyError("a"), OSError("no number")])
def test_what_is_no_refusal_stays_ours(error: Exception) -> None:
    assert of_the_system(error, "读稿件") is None
