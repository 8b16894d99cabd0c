"""The command line as an editor meets it: help, exit codes, Chinese messages, nothing on the wrong stream."""

from __future__ import annotations

import ast
import datetime
import io
import json
import os
import pty
import re
import select
import shlex
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
from conftest import ROOT, Run

from briefing.building import scaffold
from briefing.cli import chinese, examine
from briefing.cli.app import COMMANDS, group, main
from briefing.core.errors import Diagnostic, ExitCode, Severity, during, exit_code, exit_codes
from briefing.diagnostics import codes
from briefing.source import placeholders

HAN = re.compile("[\u4e00-\u9fff]")


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_chinese_and_has_examples(briefing: Run, command: str) -> None:
    ran = briefing(*filter(None, [command]), "--help")
    assert (ran.code, ran.err) == (0, "")
    examples = ran.out.split("示例:")[1].replace("/briefing' ", "/briefing ")  # quoted where the checkout's path has spaces
    assert f"briefing {command}".strip() in examples
    for line in ran.out.splitlines():
        assert not re.search(r"\b(Show|Usage|Options|Commands|default|required)\b", line), line


@pytest.mark.parametrize("command", [*COMMANDS])
def test_every_option_is_explained(command: str) -> None:
    found = group.get_command(click.Context(group), command)
    assert found is not None
    for param in found.params:
        if isinstance(param, click.Option):
            assert param.help and HAN.search(param.help) and param.help.endswith("。"), f"{command} {param.opts}"
    assert found.help and HAN.search(found.help)


def test_examples_can_be_typed() -> None:
    """Each example names an existing command and its options exist."""
    for name in COMMANDS:
        command = group.get_command(click.Context(group), name)
        assert isinstance(command, chinese.Command)
        for line, meaning in command.examples:
            words = line.split()
            assert words[0] == "briefing" and words[1] in COMMANDS and meaning
            known = group.get_command(click.Context(group), words[1])
            assert known is not None
            options = {option for param in known.params for option in param.opts}
            assert {word for word in words if word.startswith("-")} <= options, line


def test_every_command_is_documented() -> None:
    manual = "".join(path.read_text("utf-8") for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))])
    missing = [name for name in COMMANDS if f"briefing {name}" not in manual]
    assert not missing, f"neither README nor docs mention: {missing}"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ([], 2, "\n命令:\n  build "),
        (["buld"], 2, "是不是 build"),
        (["--nope"], 2, "没有 --nope 这个选项"),
        (["build"], 2, "请写期号"),
        (["build", "99"], 2, "没有这一期：99"),
        (["build", "5", "--format", "doc"], 2, "--format 写得不对：“doc”不在可选的值里：pdf、docx、ofd。"),
        (["build", "5", "--format", "pdf,docx"], 2, "要几个就写几次"),
        (["build", "5", "--forse"], 2, "没有 --forse 这个选项。是不是 --before、--force、--format？"),
        (["build", "issues/2024-05/01-甲.md"], 2, "它在 2024-05 这一期里；命令里写整期：2024-05。"),
        (["show"], 2, "请写期号。"),
        (["build", "5", "--jobs", "x"], 2, "“x”不是整数"),
        (["build", "5", "--jobs", "0"], 2, "--jobs 写得不对：0 不在允许的范围内"),
        (["build", "5", "-o"], 2, "后面要写一个值"),
        (["build", "5", "--all"], 2, "不用再写期号"),
        (["houses", "x"], 2, "多出了参数"),
        (["explain", "report-emty"], 2, "report-empty"),
        (["completion"], 2, "请写 bash、zsh、fish 中的一个。"),
        (["completion", "tcsh"], 2, "可选的值"),
        (["new"], 2, "请写 --number"),
        (["new", "--number", "1", "--date", "2024-02-30", "--city", "甲"], 2, "日期写得不对"),
        (["new", "--number", "1", "--date", "2024-02-03", "--city", "甲", "--house", "x"], 2, "没有 x 这个版式"),
        (["new", "--number", "5", "--date", "2024-02-03", "--city", "甲"], 2, "已经有了"),
        (["new", "--number", "6", "--date", "2024-02-03", "--from", "7"], 2, "没有这一期：7"),
        (["new", "--number", "6", "--date", "2024-02-03", "--from", "5", "--city", "甲"], 2, "不用再写"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_usage_errors(briefing: Run, sample: Path, arguments: list[str], code: int, said: str) -> None:
    ran = briefing(*arguments)
    assert ran.code == code, ran.err
    assert said in ran.err + ran.out
    assert "Traceback" not in ran.err and "Error" not in ran.err and "Try " not in ran.err


def test_the_translation_fits_the_installed_click() -> None:
    """Each sentence of the table is one of click's; each of click's that an editor can meet is in the table."""
    theirs = set()
    for path in Path(str(click.__file__)).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_", "ngettext"):
                theirs |= {arg.value for arg in node.args if isinstance(arg, ast.Constant)}
    unknown = set(chinese.SENTENCES) - theirs - {"required"}
    assert not unknown, unknown
    for sentence, translation in chinese.SENTENCES.items():
        ours, orig = (set(re.findall(r"{(\w+)", text)) for text in (translation, sentence))
        assert ours <= orig, sentence


@pytest.mark.parametrize("command", [("check", "5"), ("new",), ("import", "a.txt", "-i", "5"), ("houses",)])
def test_the_current_folder_was_taken_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert main(list(command)) == 2
    said = capsys.readouterr().err
    assert "已经不在了" in said and said.count("\n") == 1


@pytest.mark.parametrize("command", [("houses",), ("new", "--number=6", "--date=2024-04-08", "--city=甲市"), ("check", "5")])
def test_a_home_without_houses(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("BRIEFING_HOME", str(tmp_path / "nowhere"))
    monkeypatch.chdir(tmp_path)
    assert main(list(command)) == 3
    said = capsys.readouterr().err
    assert "nowhere" in said and "请核对环境变量 BRIEFING_HOME" in said


def test_check_finds_everything_at_once(briefing: Run, sample: Path) -> None:
    assert briefing("check", "5").code == 0
    with (sample / "issue.yaml").open("a", encoding="utf-8") as stream:
        stream.write("numbr: 4\n")
    (sample / "01-甲.md").write_text("# 标题\n\n一是**没有配对。\n\n![图](没有.png)\n", encoding="utf-8")
    ran = briefing("check", "5")
    assert ran.code == 3
    for place in ("issues/2024-05/issue.yaml:4:1", "issues/2024-05/01-甲.md:3:", "issues/2024-05/01-甲.md:5:"):
        assert place in ran.err
    assert "\x1b" not in ran.err
    found = json.loads(briefing("check", "5", "--format", "json").out)
    assert {item["code"] for item in found} <= codes.codes().keys()
    assert {item["line"] for item in found} >= {3, 4, 5}


def test_a_warning_is_exit_code_1(briefing: Run, sample: Path) -> None:
    (sample / "01-甲.md").write_text("# 标题\n\n正文一段。\n\n![](a.png)\n", encoding="utf-8")
    found = json.loads(briefing("check", "5", "--format", "json").out)
    worst = {item["severity"] for item in found}
    code = briefing("check", "5").code
    assert code == (3 if "error" in worst else 1 if "warning" in worst else 0)
    assert found


def test_new_leaves_a_folder_that_builds(briefing: Run, tmp_path: Path) -> None:
    for number, house in enumerate(briefing("houses").out.splitlines()[::2], 1):
        ran = briefing("new", "--number", str(number), "--date", "2024年3月8日", "--cities", "南京市、苏州市", "--house", house)
        assert ran.code == 0, ran.err
        folder = tmp_path / "issues" / f"2024-{number:02d}"
        lines = (folder / "issue.yaml").read_text("utf-8").splitlines()
        assert len(lines) < 12
        schema = lines[0].split("$schema=")[1]
        assert (folder / schema).resolve() == ROOT / "briefing" / "schema" / "issue.schema.json"
        checked = briefing("check", str(number))
        assert checked.code == 1 and "[placeholder]" in checked.err, checked.err
        assert checked.err.count("警告[") == checked.err.count("警告[placeholder]") and "错误[" not in checked.err
    built = briefing("build", "--all", "--format", "docx")
    assert built.code == 1, built.err  # the placeholders are told here, too
    assert "错误[" not in built.err


def test_new_asks_at_a_terminal(tmp_path: Path) -> None:
    code, said = at_terminal(["new"], tmp_path, "8\n2024-05-20\n南京市 苏州市\njiangsu-jingshen-wenming\n")
    assert code == 0, said
    assert "期号" in said and "印发日期" in said and "供稿城市" in said
    assert (tmp_path / "issues" / "2024-08" / "02-苏州市.md").is_file()


def test_new_asks_again_after_each_wrong_answer(tmp_path: Path, sample: Path) -> None:
    typed = "十八\n5\n13月1日\n2024年二月三十日\n2024年3月9号\n8\n、\n南京市\n没有的版式\ngb9704\n"
    code, said = at_terminal(["new"], tmp_path, typed)
    assert code == 0, said
    for complaint in ("不是整数", "没有 13 月", "只有 29 天", "已经有了", "至少写一个", "没有“没有的版式”这个版式"):
        assert complaint in said, complaint
    assert (tmp_path / "issues" / "2024-08" / "01-南京市.md").is_file()


def test_new_from_an_earlier_issue_takes_its_structure_and_none_of_its_words(briefing: Run, seed: Path) -> None:
    settings = (seed / "issue.yaml").read_text("utf-8")
    sections = "sections:\n  - {name: 工作交流, reports: [01-nanjing.md, 02-suzhou.md]}\n"
    sections += "  - {name: 简讯, numbering: 1., reports: [03-zhenjiang.md]}\n"
    recipients = "recipients:\n  报: 中央文明办\n  发: [甲, 乙]\ntotal: 205\neditor_note: 旧的按语。\n"
    old = re.sub(r"^(sections|print_run):.*\n", "", settings, flags=re.MULTILINE)
    (seed / "issue.yaml").write_text(old + sections + recipients + "print_run: 0350\n", "utf-8")
    ran = briefing("new", "--from", "17", "--number", "19", "--date", "2022年5月20号")
    assert ran.code == 0, ran.err
    assert "special、serial、editor_note" in ran.out
    folder = seed.parent / "2022-19"
    made = (folder / "issue.yaml").read_text("utf-8")
    for line in ("number: 19", "date: 2022-05-20", "total: 207", 'print_run: "0350"', 'numbering: "1."', "报: 中央文明办"):
        assert line in made, made
    for gone in ("贯彻落实", "1004", "按语"):
        assert gone not in made
    assert sorted(path.name for path in folder.iterdir()) == sorted(path.name for path in seed.iterdir())
    assert (folder / "02-suzhou.md").read_text("utf-8").startswith("# 苏州市：请在这里写标题\n")
    found = json.loads(briefing("check", "19", "--format", "json").out)
    assert not [item for item in found if item["severity"] == "error"], found


def test_new_from_an_issue_that_was_not_finished_does_not_hand_on_what_waits_to_be_written(tmp_path: Path, sample: Path) -> None:
    waiting = "recipients: {报: '（待填）'}\neditors: '请在这里写编辑'\ncontact: 电话 1\n"
    (sample / "issue.yaml").write_text((sample / "issue.yaml").read_text("utf-8") + waiting, "utf-8")
    (sample / "01-甲.md").write_text("---\ncontributor: 单击此处输入文字\n---\n\n# TODO：标题\n\n正文。\n", "utf-8")
    made = scaffold.following(sample, tmp_path / "2024-06", 6, datetime.date(2024, 2, 9))
    assert {"recipients", "editors"} <= set(made.left) and "contact: 电话 1" in made.files["issue.yaml"]
    assert not placeholders.waiting(made.files["issue.yaml"])
    assert made.files["01-甲.md"].startswith("# 请在这里写标题\n")


def test_ctrl_c_is_130(tmp_path: Path) -> None:
    code, said = at_terminal(["new"], tmp_path, "\x03")
    assert (code, "已中断" in said, "Traceback" in said) == (130, True, False), said


@pytest.mark.parametrize("plain", [False, True])
def test_colours_and_progress_on_terminals(tmp_path: Path, sample: Path, plain: bool) -> None:
    (sample / "01-甲.md").write_text("正文\n", encoding="utf-8")
    environ = {"NO_COLOR": "1"} if plain else {}
    _, said = at_terminal(["check", "5"], tmp_path, "", environ)
    assert ("\x1b[1;31m" in said) is not plain
    second = sample.parent / "2024-06"
    second.mkdir()
    (second / "issue.yaml").write_text("house: x\n")
    _, said = at_terminal(["build", "--all"], tmp_path, "", environ)
    assert "正在制作 0/2" in said and "正在制作 1/2，1 期没有做成" in said and "2/2" not in said


def at_terminal(arguments: list[str], cwd: Path, typed: str, environ: dict[str, str] | None = None) -> tuple[int, str]:
    """Run at a pseudo-terminal: (exit code, everything shown)."""
    try:
        ours, theirs = pty.openpty()
    except OSError as error:
        pytest.skip(f"no pseudo-terminals here: {error}")
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "TERM": "xterm", "LANG": "C.UTF-8", **(environ or {})}
    process = subprocess.Popen(
        [sys.executable, "-m", "briefing", *arguments],
        cwd=cwd, env=env, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
        preexec_fn=None if "\x03" not in typed else _own_terminal,
    )  # fmt: skip
    os.close(theirs)
    said, deadline = b"", time.monotonic() + 300
    pending = typed.encode()
    while time.monotonic() < deadline:
        ready, _, _ = select.select([ours], [], [], 0.05)
        if ready:
            try:
                said += os.read(ours, 65536)
            except OSError:
                break
        if pending and not ready and (b"]: " in said or said.rstrip().endswith(b":")):
            os.write(ours, pending)
            # readline misses a ^C that comes while it gets ready: press it again, as a person does
            pending = pending if pending == b"\x03" else b""
    os.close(ours)
    return process.wait(60), said.decode("utf-8", "replace")


def _own_terminal() -> None:
    """Make stdin the controlling terminal, so that ^C becomes a signal, and one that is not ignored."""
    import fcntl
    import signal
    import termios

    signal.signal(signal.SIGINT, signal.SIG_DFL)
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def test_a_bug_is_a_finding_of_its_place_with_a_report(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("BRIEFING_DEBUG", raising=False)
    monkeypatch.setenv("BRIEFING_CACHE", str(tmp_path))

    def broken(_: object) -> int:
        with during("读第2篇 02-乙.md ", "02-乙.md"):
            raise ZeroDivisionError("稿件里的话")

    monkeypatch.setattr(group, "main", lambda *_, **__: broken(0))
    assert main([]) == 70
    said = capsys.readouterr().err
    assert "02-乙.md:1:1" in said and "读第2篇 02-乙.md 时程序出错（ZeroDivisionError）" in said and "Traceback" not in said
    (report,) = (tmp_path / "reports").glob("故障报告-*.txt")
    assert str(report) in said
    text = report.read_text("utf-8")
    assert "test_cli.py" in text and "ZeroDivisionError" in text and "稿件里的话" not in text
    monkeypatch.setenv("BRIEFING_DEBUG", "1")
    assert main([]) == 70
    assert "Traceback" in capsys.readouterr().err


def test_a_report_that_cannot_be_kept_is_asked_for_otherwise(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("BRIEFING_CACHE", str(tmp_path / "file"))
    monkeypatch.setattr(group, "main", lambda *_, **__: 1 // 0)
    assert main([]) == 70
    assert "BRIEFING_DEBUG=1" in capsys.readouterr().err


def test_a_closed_pipe_is_no_error(briefing: Run) -> None:
    command = f"{shlex.quote(sys.executable)} -m briefing explain | head -1; exit ${{PIPESTATUS[0]}}"
    environ = {**os.environ, "LC_ALL": "C.UTF-8"}  # bash itself complains of a locale that there is not
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and done.stderr == ""


def test_explain(briefing: Run) -> None:
    assert "怎么改" in briefing("explain", "file-missing").out
    listing = briefing("explain").out.splitlines()
    assert [line.split()[0] for line in listing] == list(codes.codes())


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(briefing: Run, shell: str) -> None:
    ran = briefing("completion", shell)
    assert ran.code == 0 and "_BRIEFING_COMPLETE" in ran.out


def test_completion_knows_issues_and_commands(briefing: Run, sample: Path) -> None:
    def complete(words: str, at: str) -> str:
        return briefing(_BRIEFING_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=at).out

    assert "plain,build" in complete("briefing bu", "1")
    assert "plain,2024-05" in complete("briefing build 20", "2")
    assert "plain,file-missing" in complete("briefing explain file-m", "2")


def test_doctor(briefing: Run, tmp_path: Path) -> None:
    ran = briefing("doctor")
    assert ran.code == 0, ran.out
    for what in ("Python", "程序库", "系统库 pango-1.0", "PDF 排版引擎", "字体", "版式", "输出文件夹"):
        assert f"✓ {what}" in ran.out
    (tmp_path / "build").touch()
    ran = briefing("doctor")
    assert ran.code == 4 and "✗ 输出文件夹" in ran.out


def test_doctor_names_what_is_missing(briefing: Run, tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "templates").mkdir(parents=True)
    (home / "fonts").mkdir()
    face = {"file": "A.ttf", "sha256": "0" * 64}
    (home / "fonts" / "metrics.json").write_text(json.dumps({"faces": {"a": face}}))
    (home / "requirements.txt").write_text("strange-package==1\n")
    ran = briefing("doctor", BRIEFING_HOME=str(home))
    assert ran.code == 4
    for said in ("A.ttf（没有）", "templates/ 里没有版式"):
        assert said in ran.out, said
    assert "strange-package" not in ran.out, "what is to be installed is for the program to say"


def test_doctor_names_packages_of_other_versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pins = tmp_path / "re quirements.txt"
    pins.write_text("click==0.1 \\\n    --hash=sha256:0\nnot-there==1\n")
    monkeypatch.setattr(examine, "REQUIREMENTS", pins)
    (found,) = examine._packages()
    assert not found.ok and "click（" in found.detail and "应为 0.1" in found.detail and "not-there（没有安装" in found.detail
    assert f"--require-hashes -r '{pins}'" in found.remedy


# --- exit codes


def test_exit_codes_are_said_alike() -> None:
    assert exit_codes() in (ROOT / "README.md").read_text("utf-8")
    assert "".join(exit_codes().split()) in "".join(group.get_help(click.Context(group)).split())
    found = {severity: exit_code([Diagnostic("html", "", severity=severity)]) for severity in Severity}
    assert found == {Severity.ERROR: ExitCode.INPUT, Severity.WARNING: ExitCode.FINDINGS, Severity.NOTE: ExitCode.OK}
    assert exit_code([]) == ExitCode.OK


@pytest.mark.parametrize(("added", "code"), [("\u3000\u3000手打的空格。", 0), ("＊＊重点＊＊的一段。", 1), ("<b>粗</b>体。", 3)])
def test_every_command_ends_alike(
    added: str, code: int, sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With a note, a warning, an error."""
    with (sample / "01-甲.md").open("a", encoding="utf-8") as report:
        report.write(f"\n{added}\n")
    build = ["build", str(sample), "-o", str(tmp_path / "build"), "--format", "docx"]
    pressed = [["press", str(sample), "-o", str(tmp_path / "build"), "--for", "print"]] if code == 3 else []
    for command in (["check", str(sample)], ["show", str(sample)], build, *pressed):
        assert main(command) == code, (command, capsys.readouterr().err)


@pytest.mark.parametrize(("body", "code"), [("正文一段。", 0), ("正文<del>划去</del>一段。", 1), ("正文😀一段。", 3)])
def test_an_import_ends_alike(body: str, code: int, sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = sample.parent / "稿.html"
    page.write_text(f"<html><body><h1>标题</h1><p>{body}</p></body></html>", "utf-8")
    assert main(["import", str(page), "-i", str(sample)]) == code, capsys.readouterr().err


def test_new_offers_houses_by_title_and_that_of_the_issue_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, house in (("2022-17", "jiangsu-jingshen-wenming"), ("2022-128-yaoqing", "meiri-yaoqing"), ("2022-20", "gb9704")):
        (tmp_path / "issues" / name).mkdir(parents=True)
        (tmp_path / "issues" / name / "issue.yaml").write_text(f"house: {house}\n", "utf-8")
    answers = io.StringIO("没有的\n每日要情\n")
    monkeypatch.setattr(answers, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdin", answers)
    assert main(["new", "--number", "18", "--date", "2022-05-20", "--cities", "南京"]) == 0
    said = capfd.readouterr().err
    assert "  3  江苏精神文明建设简报" in said and "版式 [3]" in said and "没有“没有的”这个版式，请写上面的序号，1 至 6" in said
    assert "house: meiri-yaoqing\n" in (tmp_path / "issues/2022-18/issue.yaml").read_text("utf-8")
    monkeypatch.setattr("sys.stdin", io.StringIO())
    for number, house in ((18, "jiangsu-jingshen-wenming"), (129, "meiri-yaoqing"), (21, "gb9704")):
        assert main(["new", "--number", str(number), "--date", "2023-05-20", "--cities", "南京"]) == 0
        assert f"house: {house}\n" in (tmp_path / f"issues/2023-{number}/issue.yaml").read_text("utf-8")
