"""A bulletin's DOCX that somebody changed → the sources of its own issue: what is different, put where it stands in them.

Paragraphs that nobody touched stay in the sources to the letter. Masthead, contents and colophon are the house's work on
issue.yaml; what was changed there is told and not carried over.
"""

from __future__ import annotations

import difflib
import re
import tempfile
from collections.abc import Iterator
from dataclasses import field
from pathlib import Path

from briefing.core.errors import Diagnostic, Findings, InputError, Severity, Span
from briefing.core.records import dataclass
from briefing.files.world import MAX_MARKDOWN, MAX_PICTURE, MAX_YAML, Root
from briefing.importing.kept import Folder
from briefing.model import fields
from briefing.model.bulletin import Article
from briefing.model.text_lines import plain
from briefing.source import yaml_tree
from briefing.source.binder import Binder
from briefing.source.folder import FILE
from briefing.source.head import extent
from briefing.source.markdown import read_report
from briefing.source.write import markdown

_AGAIN = "需要的请再写一次。"
#: Lines that are a chunk by themselves, and those that begin one: items and notes.
_ALONE = re.compile(r" {0,3}(?:#{1,6}[ \t]|:{3,}|\|)")
_BEGINS = re.compile(r"[ \t]*(?:[-+*]|\d{1,9}[.)])[ \t]|\[\^[^\]\s]+\]:")
_REMARKS = re.compile(r"(?:[ \t\u3000]*<!--.*-->[ \t]*(?:\n|$))+")


@dataclass(slots=True)
class ParagraphChange:
    """A paragraph before and after, "" for none."""

    before: str
    after: str


@dataclass(slots=True)
class Return:
    """`files` to be written; `changes` by file, in its order; `added`: reports that the issue did not have."""

    files: dict[str, bytes] = field(default_factory=dict)
    changes: dict[str, list[ParagraphChange]] = field(default_factory=dict)
    added: list[str] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)


def returned(folder: Path, restored: Folder, file: str) -> Return:
    """What `restored`, read from the DOCX `file`, changes in the issue in `folder`. Raises InputError where it is of
    another issue."""
    root, found = Root(folder), Return()
    _check_issue(root, restored, file)
    for article in restored.articles:
        written = markdown(article)
        if not root.exists(article.path):
            found.files[article.path] = written.encode()
            found.changes[article.path] = [ParagraphChange("", written)]
            found.added.append(article.path)
            continue
        present, problems = read_report(root, article.path, brief=not article.title)
        if present is None or problems.errors:
            raise InputError(*problems.items)
        if markdown(present) == written:
            continue
        text, _ = root.text(article.path, MAX_MARKDOWN)
        merged = _merged(text, present, article)
        found.files[article.path] = merged.encode()
        found.changes[article.path] = list(_changes(markdown(present), written))
        if "校对：不查" in text and "校对：不查" not in merged:
            message = f"{article.path} 里的校对说明没有保留"
            found.findings.append(Diagnostic("import-back", message, Span(article.path, 1, 1), _AGAIN, Severity.WARNING))
    found.findings += _left(root, restored, found)
    return found


def _check_issue(root: Root, restored: Folder, file: str) -> None:
    present = yaml_tree.load(root.text(FILE, MAX_YAML)[0], FILE)
    own = yaml_tree.load(restored.files[FILE].decode(), file)
    for key, what in {"number": "期号", "date": "日期"}.items():
        ours, theirs = present.get(key), own.get(key)
        if isinstance(ours, yaml_tree.Scalar) and isinstance(theirs, yaml_tree.Scalar) and _bare(ours.text) != _bare(theirs.text):
            hint = f"请核对 -i 后面的期号；issue.yaml 的{what}改过的，先重新制作，再在新的 DOCX 上改。"
            message = f"这份 DOCX 是另一期的：{what}是 {theirs.text}，本期是 {ours.text}"
            raise InputError(Diagnostic("import-back", message, Span(file, 1, 1), hint))


def _bare(text: str) -> str:
    return "-".join(part.lstrip("0") for part in re.findall(r"\d+", text))


def _merged(text: str, present: Article, restored: Article) -> str:
    """The source with the paragraphs that differ exchanged; the whole of it anew where they cannot be told apart."""
    whole = markdown(restored)
    source, before, after = _chunks(text), _chunks(markdown(present)), _chunks(whole)
    if len(source) != len(before):
        return whole
    source[-1] = (source[-1][0], "\n\n")  # a paragraph may come after it
    kept: list[tuple[str, str]] = []
    matcher = difflib.SequenceMatcher(None, [chunk for chunk, _ in before], [chunk for chunk, _ in after], False)
    for tag, first, last, new_first, new_last in matcher.get_opcodes():
        if tag == "equal":
            kept += source[first:last]
            continue
        # the white behind what was exchanged stays behind it, however many chunks it has now; an item of a list has less inside
        end = source[last - 1][1] if last else "\n\n"
        if kept and new_first:
            between = kept[-1][1] if first < last and new_first < new_last else after[new_first - 1][1]
            kept[-1] = kept[-1][0], between if new_first < new_last else end
        new = after[new_first:new_last]
        kept += [(chunk, gap) for chunk, gap in new[:-1]] + [(chunk, end) for chunk, _ in new[-1:]]
    merged = "".join(chunk + gap for chunk, gap in kept).rstrip("\n") + "\n"
    return merged if _reads_as(merged, restored, whole) else whole


def _chunks(text: str) -> list[tuple[str, str]]:
    """The head, headings, paragraphs, items, notes, rows of tables and the lines around containers of a source, each with the
    line ends that follow it, whether its author leaves lines blank between them or not. A remark stays with what it stands
    above."""
    lines = text.strip("\n").split("\n")
    head = extent(lines)[1]
    chunks: list[list[str]] = []
    ended = True
    for row, line in enumerate(lines):
        heading = row > head and bool(_ALONE.match(line))
        begins = heading or (row > head and bool(_BEGINS.match(line)))
        if not line.strip() and row > head:
            ended = True
            chunks[-1][1] += "\n"
            continue
        if chunks and row > head and _REMARKS.fullmatch(chunks[-1][0]):
            chunks[-1] = [f"{''.join(chunks[-1])}{line}", "\n"]
        elif ended or begins:
            chunks.append([line, "\n"])
        else:
            chunks[-1][0] += f"\n{line}"
        ended = heading or row == head
    if len(chunks) > 1 and _REMARKS.fullmatch(chunks[-1][0]):
        last = chunks.pop()
        chunks[-1] = [f"{''.join(chunks[-1])}{last[0]}", last[1]]
    return [(chunk, between) for chunk, between in chunks]


def _reads_as(text: str, restored: Article, whole: str) -> bool:
    with tempfile.TemporaryDirectory(prefix="briefing-") as place:
        target = Path(place, restored.path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
        article, _ = read_report(Root(Path(place)), restored.path, brief=not restored.title)
        return article is not None and markdown(article) == whole


def _changes(before: str, after: str) -> Iterator[ParagraphChange]:
    old, new = ([chunk for chunk, _ in _chunks(each)] for each in (before, after))
    for tag, first, last, new_first, new_last in difflib.SequenceMatcher(None, old, new, False).get_opcodes():
        if tag != "equal":
            pairs = max(last - first, new_last - new_first)
            for number in range(pairs):
                yield ParagraphChange(
                    old[first + number] if first + number < last else "",
                    new[new_first + number] if new_first + number < new_last else "",
                )


def _left(root: Root, restored: Folder, found: Return) -> Iterator[Diagnostic]:
    """What was changed and is not carried over."""
    there = {article.path for article in restored.articles}
    for name in _listed(root, there):
        message, hint = f"DOCX 里没有 {name} 这一篇，稿件没有动", "不要这一篇的，请删去文件和 issue.yaml 里的那一行。"
        yield Diagnostic("import-back", message, Span(FILE, 1, 1), hint, Severity.WARNING)
    for name, data in restored.files.items():
        if name in there or name == FILE:
            continue
        if not root.exists(name):
            found.files[name] = data
        elif root.bytes(name, MAX_PICTURE) != data:
            message = f"图片 {name} 与文件夹里的不同，没有换掉"
            yield Diagnostic("import-back", message, Span(FILE, 1, 1), "换过图片的，请把新的图片放进文件夹。", Severity.WARNING)
    yield from _prose(root, restored)


def _listed(root: Root, there: set[str]) -> list[str]:
    """Reports of the issue that are not `there`."""
    from briefing.files.world import World
    from briefing.house.load import load_house
    from briefing.source.issue import load_issue

    world = World(root.folder)
    issue, _ = load_issue(world, lambda house, span: load_house(world, house, span).defaults)
    return [article.path for article in issue.all_articles if article.path not in there]


def _prose(root: Root, restored: Folder) -> Iterator[Diagnostic]:
    """编者按 and 摘要 stand in issue.yaml, which is its author's to write."""
    known = [item for item in fields.ISSUE if item.key in ("editor_note", "summary")]
    ours, theirs = (_bound(text, known) for text in (root.text(FILE, MAX_YAML)[0], restored.files[FILE].decode()))
    for item in known:
        now = theirs.get(item.key, "")
        if ours.get(item.key, "") != now:
            message = f"{item.title}改过，没有写进 {FILE}：{now[:60]}"
            yield Diagnostic("import-back", message, Span(FILE, 1, 1), f"请自己改 {FILE} 里的 {item.key}。", Severity.WARNING)


def _bound(text: str, known: list[fields.Field]) -> dict[str, str]:
    node = yaml_tree.load(text, FILE)
    entries = tuple(entry for entry in node.entries if entry.key.text in {item.key for item in known})
    bound = Binder(Findings()).bind(yaml_tree.Mapping(entries, node.span), known)
    return {key: "".join(map(plain, lines)) for key, lines in bound.items()}
