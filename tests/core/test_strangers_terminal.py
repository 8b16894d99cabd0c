"""Names, lines and values of others on a terminal: none of them acts on it, and each can be seen."""

from __future__ import annotations

import ast
import json
import os
import shlex
import subprocess
import unicodedata
from pathlib import Path

import pytest
from conftest import SAMPLE
from hypothesis import given, settings
from hypothesis import strategies as st
from product_code import modules

from briefing.cli import main
from briefing.core.errors import Diagnostic, Edit, Severity, Span
from briefing.core.terminal import dump_json, shell, visible
from briefing.diagnostics import machine_reports, terminal_text

ACTING = [
    "\x1b]0;TITLE\x07", "\x1b[2J", "\x1b[1A\x1b[K", "\x9b2J", "\x9d0;x\x9c", "\b\b\b", "\r没有问题", "\n没有问题", "\x0b",
    "\x0c", "\x00", "\x7f", "\x85", "\u2028", "\u2029", "\u202e正常", "\u202a", "\u2066", "\u2069", "\u200e", "\u200f",
    "\u061c", "\u200b",
    "\ufeff", "\u2060", "\u00ad", "\ufff9", "\U000e0041", "\udce5",
]  # fmt: skip
TEXTS = st.text(st.one_of(st.characters(), st.sampled_from("".join(ACTING)), st.sampled_from("汉字 \t'\"\\$`")), max_size=60)


def acts(text: str, keep: str = "\n") -> str:
    """The first character of `text` that a terminal would act on, by its category and not by the program's list."""
    return next(
        (
            character
            for character in text
            if character not in keep
            and (
                unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp")
                or unicodedata.bidirectional(character) in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
                or character in "\u200b\u200e\u200f\u061c\u2060\ufeff"
            )
        ),
        "",
    )


@settings(deadline=None)
@given(TEXTS)
def test_nothing_acts_and_everything_else_stays(text: str) -> None:
    shown = visible(text, keep="")
    assert acts(shown, keep="") == ""
    if acts(text, keep="") == "" and visible(text) == text:
        assert shown == text
    assert [c for c in text if c.isalnum() and not acts(c)] == [c for c in text if c in shown and c.isalnum() and not acts(c)]
    assert visible(text, keep="\t\n").count("\n") == text.count("\n")


@settings(deadline=None)
@given(TEXTS, TEXTS, TEXTS, TEXTS, st.integers(0, 60), st.integers(1, 9), st.booleans())
def test_a_diagnostic(name: str, line: str, message: str, hint: str, column: int, length: int, colour: bool) -> None:
    """However hostile: as many lines as it has parts, and the caret stands under its character."""
    line = line.replace("\n", "")
    span = Span(name, 1, min(column, len(line)) + 1, length)
    text = terminal_text.render([Diagnostic("code", message, span, hint)], {name: line}, colour)
    plain = text
    for colours in (*terminal_text._COLOURS.values(), terminal_text._PLAIN, "\x1b[1m", "\x1b[2m"):
        plain = plain.replace(colours, "") if colour else plain
    assert acts(plain, keep="\n\t") == ""
    excerpt, caret = terminal_text.excerpt(line, span)
    assert text.count("\n") == 1 + 2 * bool(line.strip()) + bool(hint)
    before = visible(line[: span.column - 1].replace("\t", " "))
    if not excerpt.startswith("…"):
        assert excerpt.startswith(before) and len(caret.rstrip("~")) > 0
        assert sum(map(terminal_text.width, caret[: caret.index("^")])) == sum(map(terminal_text.width, before))


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_forms_for_programs_keep_their_rules(name: str, message: str) -> None:
    item = Diagnostic("code", message, Span(name, 1, 1), message, Severity.WARNING, Edit(Span(name, 1, 1), "a", message))
    for text in (dump_json(terminal_text.records([item])), machine_reports.to_sarif([(item, str)], "1")):
        assert acts(text) == ""
        text.encode("utf-8")
        json.loads(text)
    assert terminal_text.records([item])[0]["message"] == message
    assert json.loads(dump_json({message: [message]})) == {message: [message]}
    command = machine_reports.to_github([(item, str)])
    assert command.count("\n") == 0 and command.startswith("::warning ") and acts(command, keep="\t") == ""


@settings(deadline=None)
@given(TEXTS)
def test_a_word_of_a_command(text: str) -> None:
    quoted = shell(text)
    assert acts(quoted, keep="") == ""
    if not quoted.startswith("$'"):
        assert shlex.split(quoted) == [text]


def test_the_shell_reads_words_as_they_were() -> None:
    names = ["a b", "it's", "$(id)", "`id`", "-rf", "汉 字", *(f"a'\\{acting}b".replace("\0", "") for acting in ACTING)]
    script = "printf '%s\\0' " + " ".join(map(shell, names))
    said = subprocess.run(["bash", "-c", script], capture_output=True, check=True).stdout
    assert said.split(b"\0")[:-1] == [os.fsencode(name) for name in names]


def yaml(text: str) -> str:
    return json.dumps(text)  # with every character by its number, which YAML reads as it is meant


KEYS = {
    "an unknown key": "house: jiangsu-jingshen-wenming\nnumber: 5\ndate: 2024-03-08\n{}: 1\n",
    "a house": "house: {}\nnumber: 5\ndate: 2024-03-08\n",
    "a date": "house: jiangsu-jingshen-wenming\nnumber: 5\ndate: {}\n",
    "a number": "house: jiangsu-jingshen-wenming\nnumber: {}\ndate: 2024-03-08\n",
    "a report": "house: jiangsu-jingshen-wenming\nnumber: 5\ndate: 2024-03-08\nreports: [{}]\n",
    "a nameplate": "house: jiangsu-jingshen-wenming\nnumber: 5\ndate: 2024-03-08\nnameplate: {}\n",
}


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_values_of_an_issue(
    sample: Path, tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for number, (what, text) in enumerate(KEYS.items()):
        for acting in ACTING[number % 4 :: 4] if form == "text" else ACTING[number::14]:
            (sample / "issue.yaml").write_text(text.format(yaml(f"甲{acting}乙")), "utf-8")
            main(["check", "5", "--format", form])
            said = capfd.readouterr()
            assert acts(said.out + said.err, keep="\n") == "", (what, acting, said)
            assert not [line for line in (said.out + said.err).split("\n") if line.startswith("没有问题")]
            if form in ("json", "sarif"):
                json.loads(said.out)


NAMES = ["\x1b]0;T\x07.txt", "a\n2024-05：没有问题", "\u202etxt.md", "\x9b2J", "a\u2028b", os.fsdecode("说明.txt".encode("gbk"))]


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_names_of_files(
    sample: Path, tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in NAMES:
        (sample / name).symlink_to("/etc/passwd")
        (sample / f"{name}.md").write_text(SAMPLE["01-甲.md"] + "\n，，\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["check", "5", "--format", form]) == 3
    said = capfd.readouterr()
    assert acts(said.out + said.err) == "" and "passwd" not in said.out + said.err
    if form == "text":
        assert "␛]0;T␇.txt" in said.err and "a␊2024-05：没有问题" in said.err and "[U+202E]txt.md" in said.err
        assert len(said.out.splitlines()) == 1


def test_names_of_folders_and_arguments(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in NAMES[:2]:
        folder = tmp_path / "issues" / f"2024-{name}"
        folder.mkdir(parents=True)
        for file, text in SAMPLE.items():
            (folder / file).write_text(text, "utf-8")
        (tmp_path / f"{name}.docx").write_bytes(b"PK")
        for arguments in (
            ["build", f"issues/2024-{name}"], ["check", f"issues/2024-{name}"], ["prove", f"issues/2024-{name}"], ["build", name],
            [name], ["build", "--format", name], [f"--{name}"], ["import", f"{name}.docx", "--stdout"],
            ["import", name, "--stdout"],
            ["explain", name], ["press", "5", "--for", name], ["new", "--date", name], ["check", "5", "--baseline", name],
        ):  # fmt: skip
            assert main(arguments) != 0
            said = capfd.readouterr()
            assert acts(said.out + said.err) == "", (arguments, said)
            assert not [line for line in said.err.split("\n") if line.startswith("2024-05：没有问题")], arguments


def test_one_module_speaks_to_the_terminal() -> None:
    """So that whoever writes a message need not think of what it quotes."""
    said = {"click.echo", "click.secho", "sys.stderr.write"}
    calls = [(module.name, call) for module in modules() for call in module.calls if call.called in said]
    assert any(name == "cli/output.py" for name, _ in calls)
    wrong = [(name, call.line) for name, call in calls if not isinstance(call.argument, ast.Constant)]
    assert all(name == "cli/output.py" for name, _ in wrong), f"use briefing.cli.output: {wrong}"


def test_a_required_choice_is_listed(capfd: pytest.CaptureFixture[str]) -> None:
    """In our words: what there is to choose from."""
    assert main(["completion"]) == 2
    assert "请写 bash、zsh、fish 中的一个" in capfd.readouterr().err
