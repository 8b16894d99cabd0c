"""briefing import."""

from __future__ import annotations

import copy
import hashlib
import os
import sys
from collections.abc import Iterator
from dataclasses import field
from pathlib import Path

import click

from briefing.building import issue_names, receiving, trial
from briefing.cli import output
from briefing.cli.chinese import Command
from briefing.cli.filenames import split
from briefing.core.errors import Diagnostic, ExitCode, InputError, Severity, Span, UsageError, exit_code
from briefing.core.records import dataclass
from briefing.importing import placing, session
from briefing.importing.repairs import Repair
from briefing.importing.session import Draft, Source
from briefing.storage import source_files

_STDIN = "-"
#: `make import-18 FILES=…` hands its names over in the environment, where no shell takes them apart.
FILES = "BRIEFING_FILES"


@dataclass(slots=True)
class _Batch:
    """Reports on their way into one folder (None: to the screen). `earlier`: files (name → SHA-256) that a killed import had put
    there before it could say so; `repeated`: those of the command's files that were among them, and their reports."""

    folder: Path | None
    force: bool
    earlier: dict[str, str] = field(default_factory=dict)
    repeated: dict[str, str] = field(default_factory=dict)
    drafts: list[Draft] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    refused: int = ExitCode.OK

    def add(self, file: str, draft: Draft) -> None:
        self.files.append(file)
        self.drafts.append(draft)

    def repeats(self, source: Source, title: str) -> str:
        """The name of the report that this very file became before an earlier import was killed; "" if there is none."""
        wanted = placing.stem(source.flow.file)
        for name in self.earlier:
            stem = name.removesuffix(".md")
            if name.endswith(".md") and stem.partition("-")[2] == wanted and name not in self.repeated.values():
                draft = session.draft(copy.deepcopy(source), stem, title=title)
                files = {name: draft.markdown.encode(), **draft.pictures}
                if all(hashlib.sha256(data).hexdigest() == self.earlier.get(each) for each, data in files.items()):
                    return name
        return ""

    def drafted(self, source: Source, title: str) -> Draft:
        if self.folder is None:
            return session.draft(source, placing.stem(source.flow.file), title=title)
        return receiving.drafted(
            source, self.folder, title=title, replace=self.force, taken=[draft.name for draft in self.drafts]
        )


@click.command(
    "import",
    cls=Command,
    help="把各地送来的 Word 文件（也可以是 .doc、.wps、.rtf、.odt、.txt、网页）变成本期的稿件。字体、颜色、手工空格都不要，"
    "标题、列表、表格、图片、脚注都留下；半角标点、多余空格等改正后逐处列出。最后与原文逐字核对，缺了什么会说明。",
    examples=[
        ("briefing import 南京.docx 苏州.docx -i 17", "放进第17期，自动编号"),
        ("briefing import 南京.docx -i 17 --refuse-changes", "不接受原文里的修订"),
        ("briefing import 南京.docx -i 17 --force", "对方又发了一稿，换掉原来的"),
        ("briefing import 南京.doc --stdout", "只看结果，不写文件"),
        ("briefing import 2022-17.docx -i 17 --back", "在 DOCX 上改过的文字，写回第17期的稿件"),
        ("briefing import 2022-17.docx --new 2022-99", "本程序做的整期简报，还原成一个文件夹"),
    ],
)
@click.argument("files", nargs=-1, metavar="文件...", type=click.Path(allow_dash=True))
@click.option("-i", "--issue", metavar="期号", help="放进哪一期；在一期的文件夹里运行时可以不写。")
@click.option("--new", "new", metavar="期名", help="把整期简报还原成新的文件夹，如 2022-99；放在 issues 里。")
@click.option("--back", is_flag=True, help="文件是本期做好的 DOCX，有人在上面改过：把改动写回稿件，没有改的一个字也不动。")
@click.option("--title", default="", metavar="标题", help="用这个标题，不用文件里的；只能有一个文件。")
@click.option("--refuse-changes", is_flag=True, help="拒绝原文里的修订；默认全部接受。")
@click.option("--force", is_flag=True, help="已有同名的稿件时覆盖；默认另编一号。")
@click.option("--stdout", "printing", is_flag=True, help="把稿件写到标准输出，不写文件。")
def command(
    files: tuple[str, ...],
    issue: str | None,
    new: str | None,
    back: bool,
    title: str,
    refuse_changes: bool,
    force: bool,
    printing: bool,
) -> int:
    context = click.get_current_context()
    files = files or tuple(split(os.environ.get(FILES, "")))
    if not files:
        example = 'make import-18 FILES="南京.docx 苏州.docx"' if FILES in os.environ else "briefing import 南京.docx -i 18"
        raise click.UsageError(f"请写文件名，如 {example}。", context)
    if len(files) > 1 and (title or new is not None or back):
        raise click.UsageError(f"{'--title' if title else '--back' if back else '--new'} 只能用于一个文件。", context)
    if sum((issue is not None, new is not None, printing)) > 1:
        raise click.UsageError("-i、--new、--stdout 只能写一样。", context)
    if new is not None:
        return _restore(files[0], new, refuse_changes)
    if printing:
        return _print_all(files, title, refuse_changes)
    folder = _folder(issue)
    with source_files.held(folder) as earlier:
        if back:
            from briefing.cli.import_back import give_back

            return give_back(files[0], _open(files[0], refuse_changes), folder, force)
        batch = _Batch(folder, force, earlier)
        if not _read(batch, files, title, refuse_changes, "一个也没有放进去"):
            return batch.refused
        for file, name in batch.repeated.items():
            output.note(f"{file}：上次的导入被中断之前已经放进去了，是 {folder.name}/{name}，没有再放一遍。")
        return _deliver(batch, folder) if batch.drafts else ExitCode.OK


# --- reading


def _print_all(files: tuple[str, ...], title: str, refuse_changes: bool) -> int:
    batch = _Batch(None, False)
    return _print(batch) if _read(batch, files, title, refuse_changes, "一篇也没有写出") else batch.refused


def _read(batch: _Batch, files: tuple[str, ...], title: str, refuse_changes: bool, undone: str) -> bool:
    """Draft the files, and compose the drafts for trial; whether they may be delivered. If not it has been said why, and
    `undone`, what was not done with the others."""
    for file in files:
        if what := placing.leftover(file):
            hint = "真正的稿件是另一个文件，不用理会它。"
            output.report([Diagnostic("import-leftover", f"{what}，已跳过", Span(file, 1, 1), hint, Severity.NOTE)], {})
            continue
        try:
            source = _open(file, refuse_changes)
            receiving.refuse_whole(source)
            if batch.earlier and (name := batch.repeats(source, title)):
                batch.repeated[file] = name
                continue
            batch.add(file, batch.drafted(source, title))
        except InputError as error:
            output.report(error.diagnostics, {}, elsewhere={Path(file).name: file})
            batch.refused = max(batch.refused, error.exit_code)
    if batch.refused:
        if batch.drafts:
            output.note(f"有文件读不了，{undone}。改好以后，或去掉读不了的文件，再运行一次。")
    elif batch.drafts:
        trial.compose_drafts(batch.drafts, batch.folder)
    elif not batch.repeated:
        output.note("没有可以导入的文件。")
        batch.refused = ExitCode.INPUT
    return not batch.refused


def _folder(issue: str | None) -> Path:
    if issue is not None:
        return issue_names.find(issue)
    if Path(issue_names.ISSUE_FILE).is_file():
        return Path.cwd()
    raise click.UsageError("请写明放进哪一期，例如 -i 17；只想看看结果请写 --stdout。", click.get_current_context())


def _open(file: str, refuse: bool) -> Source:
    if file != _STDIN:
        return receiving.opened(file, refuse_changes=refuse)
    data = sys.stdin.buffer.read(receiving.MAX_FILE + 1)[: receiving.MAX_FILE]
    return session.open_source(data, "stdin", refuse_changes=refuse)


# --- writing


def _print(batch: _Batch) -> int:
    for file, draft in zip(batch.files, batch.drafts, strict=True):
        output.file(draft.markdown)
        _tell(draft, file, None)
        if draft.pictures:
            output.note(f"图片 {len(draft.pictures)} 幅没有写出；写进一期请用 -i。")
    return exit_code([finding for draft in batch.drafts for finding in draft.findings])


def _deliver(batch: _Batch, folder: Path) -> int:
    """All reports of the batch with their pictures, and their names in issue.yaml."""
    enlisted = receiving.enlist(folder, batch.drafts, replace=batch.force)
    for file, draft in zip(batch.files, batch.drafts, strict=True):
        _tell(draft, file, folder)
        output.say(f"{file} → {folder.name}/{draft.name}.md：{_summary(draft)}")
        if f"{draft.name}.md" in enlisted.filled:
            output.note(f"{draft.name}.md 原是一篇空稿，已写上这一篇。")
        elif earlier := placing.namesake(enlisted.stood, draft.name):
            output.note(f"本期原来就有 {earlier}；如果是同一篇的新稿，请删去一篇，下次加 --force 直接换掉。")
    if enlisted.added and not enlisted.listed:
        output.note(f"请在 {issue_names.ISSUE_FILE} 里把 {'、'.join(enlisted.added)} 列入栏目。")
    return exit_code([finding for draft in batch.drafts for finding in draft.findings])


def _restore(file: str, new: str, refuse: bool) -> int:
    """A whole bulletin as a new folder."""
    from briefing.importing import kept
    from briefing.model.schema import SCHEMA_FILE

    target = Path(new) if Path(new).name != new else issue_names.shelf() / new
    if target.exists():
        raise UsageError(Diagnostic("issue-exists", f"已经有 {target} 了", hint="请换一个名字，例如 --new 2022-99。"))
    schema = Path(os.path.relpath(SCHEMA_FILE, target)).as_posix()
    folder = kept.restore(_open(file, refuse), target.name, schema=schema)
    source_files.create(target, folder.files)
    output.report(folder.findings, {}, target)
    output.say(f"{file} → {target}/：{'、'.join(folder.files)}")
    return exit_code(folder.findings)


# --- telling


def _tell(draft: Draft, file: str, folder: Path | None) -> None:
    """`file` is the path that the report came from, as it was given."""
    for line in _repairs(draft.repairs, file):
        output.note(line)
    if signs := [said for sign, said in _SIGNS.items() if any(sign in done.before + done.after for done in draft.repairs)]:
        output.note(f"（{'，'.join(signs)}）")
    output.report(draft.findings, draft.sources, folder, {Path(file).name: file})


def _repairs(repairs: list[Repair], file: str) -> Iterator[str]:
    """A line for each change that a paragraph needed, with all its places."""
    groups: dict[tuple[int, str, str], list[Repair]] = {}
    for done in repairs:
        groups.setdefault((done.span.line, done.before, done.after), []).append(done)
    for first, *others in groups.values():
        places = f"（还有第 {'、'.join(str(done.span.column) for done in others)} 字）" if others else ""
        shown = first.span._replace(file="stdin" if file == _STDIN else file)
        yield f"{shown}: {_visible(first.before)} → {_visible(first.after)}　…{first.around}…{places}"


#: Blanks → how they are shown, and that this is what is meant.
_SIGNS = {" ": "␣ 是半角空格", "\u3000": "□ 是全角空格", "\t": "⇥ 是制表符"}


def _visible(text: str) -> str:
    """Quoted, spaces shown as ␣ and □."""
    return f"“{text.replace(' ', '␣').replace(chr(0x3000), '□').replace(chr(9), '⇥')}”" if text else "删去"


def _summary(draft: Draft) -> str:
    codes = [finding.code for finding in draft.findings]
    lost, told = codes.count("import-lost"), codes.count("import-aside")
    errors = sum(finding.severity is Severity.ERROR for finding in draft.findings)
    said = [
        f"{'由 LibreOffice 转换，转换后' if draft.converted else '原文'} {draft.counted} 字"
        + (f"，有 {lost} 处没有导入" if lost else "，一字未漏")
    ]
    said += [f"{told} 处没有照原样放进来，见上面的提示"] * bool(told)
    said += [f"改正 {len(draft.repairs)} 处"] * bool(draft.repairs) + [f"图片 {len(draft.pictures)} 幅"] * bool(draft.pictures)
    said += [f"有 {errors} 处错误，改正以后才排得出来"] * bool(errors)
    return "，".join(said)
