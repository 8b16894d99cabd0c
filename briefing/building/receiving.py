"""Files that somebody sent, opened and put into an issue."""

from __future__ import annotations

import copy
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from briefing.building import issue_names, scaffold, trial
from briefing.core.errors import Diagnostic, InputError, Span, UsageError, why_unread
from briefing.core.suggest import nearest_file
from briefing.core.terminal import shell
from briefing.files.world import MAX_YAML, MB, Root, argument
from briefing.importing import listing, placing, session
from briefing.importing.session import Draft, Source
from briefing.model import facts, text_lines
from briefing.storage import source_files

#: A report with forty photographs has 100 MB.
MAX_FILE = 200 * MB
#: 南京市玄武区文明办.
_LONGEST_OFFICE = 12
_ADDRESS = re.compile(r"(?:https?|ftp|file)://", re.IGNORECASE)
#: 南京市文明办-报送, 南京-2, 南京2, 南京-修改稿: what may stand after the name of whoever sent it.
_SENDER = re.compile(
    r"(?:\d{1,2}-)?(?P<office>[^\d-].+?)[市县区]?(?:-?(?:文明办|文明委|精神文明办|市?委?宣传部|报送的?|上报的?|的|材料|信息|简报|稿件|"
    r"[初定终改原新]稿|[初定终最后修改新]+(?:版本?|稿)|修改|最终|第?[一二三四五六七八九十]稿|稿|v\d|new|final)|-?\d{1,2})*",
    re.IGNORECASE,
)
#: What files are called that say nothing of who sent them.
_NOBODY = re.compile(
    r"(?:稿件?|材料|信息|简报|报告|总结|文档|文件|附件|报送|上报|新建|正文|经验|做法|发言|doc|docx|report|word|最终|修改|定稿)+",
    re.IGNORECASE,
)


class Ready(Protocol):
    """What is put into an issue: a report's name without its ending, its text, its pictures by name."""

    @property
    def name(self) -> str: ...
    @property
    def markdown(self) -> str: ...
    @property
    def pictures(self) -> dict[str, bytes]: ...


class Enlisted(NamedTuple):
    """Reports that were put into an issue: those that `stood` in its issue.yaml before, those `added` to them, and whether
    issue.yaml lists these now; `filled`: those that stood there and in which nobody had written."""

    stood: frozenset[str]
    added: list[str]
    listed: bool
    filled: frozenset[str]


def opened(file: str, *, refuse_changes: bool = False) -> Source:
    """Raises UsageError where there is no such file, InputError, MissingToolError."""
    if _ADDRESS.match(file) and not os.path.lexists(file):
        raise UsageError(Diagnostic("no-import", f"这是网址，不是文件：{file}", hint="请先下载，再写文件的名字；本程序不上网。"))
    if not os.path.lexists(file):
        raise UsageError(Diagnostic("no-import", f"找不到文件：{file}", hint=_hint(Path(file))))
    if not os.path.isfile(file):
        what, hint = "不是普通文件", "请先存成文件，再写它的名字。"
        if os.path.isdir(file):
            what, hint = "是文件夹，不是文件", f"请写里面的文件，如 {shell(Path(file).name)}/*.docx。"
        raise UsageError(Diagnostic("no-import", f"{what}：{file}", hint=hint))
    return session.open_source(argument(file, MAX_FILE), Path(file).name, refuse_changes=refuse_changes)


def refuse_whole(source: Source) -> None:
    """A whole bulletin is no report of a city's. Raises InputError."""
    if facts.parsed(source.flow.facts) is not None:
        file = source.flow.file
        hint = f"改动要写回本期的稿件，请加 --back；要还原成另一个文件夹，请写 briefing import {shell(file)} --new 2022-99。"
        raise InputError(Diagnostic("import-whole", "这是本程序做的整期简报，不是一篇稿件", Span(file, 1, 1), hint))


def drafted(source: Source, folder: Path, *, title: str = "", replace: bool = False, taken: Sequence[str] = ()) -> Draft:
    """The report that a file becomes in the issue `folder`. Whose it is says the file's name, or else its title. `title`,
    `replace` and `taken` as elsewhere. Raises InputError."""
    stem = placing.stem(source.flow.file)
    name = name_for(folder, stem, replace=replace, taken=taken)
    if replace or f"{name}.md" in (there := placing.listed(folder)) or not _untouched(folder, there):
        return session.draft(source, name, title=title)
    again = copy.deepcopy(source)  # to be read is to be changed
    found = session.draft(source, name, title=title)
    other = name_for(folder, stem, office=office_of(found), taken=taken)
    return found if other == name else session.draft(again, other, title=title)


def office_of(draft: Draft) -> str:
    """Who sent it, by what its title begins with: 南京 for 南京市：创新机制. "" where it does not say."""
    before, mark, _ = text_lines.plain(draft.article.title).partition("：")
    return sender(before.strip()) if mark and len(before) <= _LONGEST_OFFICE else ""


def name_for(folder: Path, wanted: str, *, office: str = "", replace: bool = False, taken: Sequence[str] = ()) -> str:
    """The name, without its ending, of a report that is sent by `wanted` (as `placing.stem` of its file), or by the `office`:
    that of the untouched report that waits for it, so that nobody has to delete that one; else as `placing.vacant`. Raises
    InputError."""
    names = placing.listed(folder)
    for file, empty in sorted(_untouched(folder, names).items()):
        name = file.removesuffix(".md")
        pictured = any(each.startswith(f"{name}-") for each in names)
        waited_for = {sender(name.partition("-")[2]), sender(empty.office)} - {""}
        if name not in taken and not pictured and waited_for.intersection((sender(wanted), office)):
            return name
    return placing.vacant(folder, wanted, replace=replace, taken=taken)


def sender(text: str) -> str:
    """The office that sent a file, by the beginning of the file's name: the same for its first draft and its second. "" where the
    name says nothing of it."""
    if _NOBODY.fullmatch(re.sub(r"[\d-]", "", text) or "稿"):
        return ""
    match = _SENDER.fullmatch(text)
    return match["office"] if match else text


def _untouched(folder: Path, names: Sequence[str]) -> dict[str, scaffold.Untouched]:
    """The reports among the files `names` in which nobody has written yet. One that cannot be read is none of them."""
    found = {}
    for name in names:
        if re.fullmatch(r"\d{2,3}-.+\.md", name):
            try:
                text, _ = Root(folder).text(name, MAX_YAML)
            except InputError:
                continue
            if empty := scaffold.untouched(text):
                found[name] = empty
    return found


def enlist(folder: Path, drafts: Sequence[Ready], *, replace: bool) -> Enlisted:
    """Put reports with their pictures into an issue whose sources are held, and their names into issue.yaml: all or nothing.
    Raises InputError, OutputError."""
    stood = frozenset(placing.listed(folder))
    empty = _untouched(folder, [f"{draft.name}.md" for draft in drafts if f"{draft.name}.md" in stood])
    files: dict[str, bytes] = {}
    for draft in drafts:
        head = empty[f"{draft.name}.md"].head if f"{draft.name}.md" in empty and not draft.markdown.startswith("---") else ""
        files |= {f"{draft.name}.md": (head + draft.markdown).encode(), **draft.pictures}
    added = [f"{draft.name}.md" for draft in drafts if f"{draft.name}.md" not in stood]
    settings = Root(folder).bytes(issue_names.ISSUE_FILE, MAX_YAML)
    try:
        listed = listing.enlisted(settings.decode("utf-8"), added)
    except UnicodeDecodeError:
        listed = None
    if listed is not None and listed.encode() != settings:
        files[issue_names.ISSUE_FILE] = listed.encode()
    over = {issue_names.ISSUE_FILE, *files} if replace else {issue_names.ISSUE_FILE, *empty}
    source_files.place(folder, files, over, {issue_names.ISSUE_FILE: settings} if issue_names.ISSUE_FILE in files else {})
    return Enlisted(stood, added, listed is not None, frozenset(empty))


def receive(
    file: str | os.PathLike[str], folder: Path | None, *, title: str = "", refuse_changes: bool = False, replace: bool = False
) -> Draft:
    """One file as a report, in the issue `folder` where that is given. Raises as `opened` and `enlist`."""
    source = opened(os.fspath(file), refuse_changes=refuse_changes)
    refuse_whole(source)
    if folder is None:
        draft = session.draft(source, placing.stem(source.flow.file), title=title)
        trial.compose_drafts([draft], None)
        return draft
    with source_files.held(folder):
        draft = drafted(source, folder, title=title, replace=replace)
        trial.compose_drafts([draft], folder)
        enlist(folder, [draft], replace=replace)
    return draft


def _hint(path: Path) -> str:
    try:
        there = sorted(entry.name for entry in path.parent.iterdir() if entry.is_file())
    except FileNotFoundError:
        return f"没有 {path.parent} 这个文件夹，请核对。"
    except OSError as error:
        return f"文件夹 {path.parent} 打不开（{why_unread(error)}），请核对。"
    spaced = next((name for name in there if " " in name and path.name in name.split()), "")
    if spaced:
        return f"那里有“{spaced}”：名字里有空格，请用引号把它括起来。"
    near = nearest_file(path.name, there)
    return f"是不是 {path.parent / near}？" if near else "请核对文件名，和它所在的文件夹。"
