"""The files that an issue lists, as sections, attachments and pages before the text: read, or why not; and what lies beside them
unmentioned."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePosixPath

from briefing.core.errors import Findings, Severity, Span, during
from briefing.core.suggest import nearest_file
from briefing.files import filekinds
from briefing.files.world import Root
from briefing.model import fields, walk
from briefing.model.bulletin import Article, Attachment, Section
from briefing.source import folder, yaml_tree
from briefing.source.binder import Binder, BoundValues
from briefing.source.folder import DRAFT, FILE
from briefing.source.placeholders import waiting
from briefing.source.remembered_reports import RememberedReports
from briefing.source.report_names import plain_path, same, versionless


class IssueReports:
    """Reads them as they are asked for, each once. `top`: the place of issue.yaml as a whole; `read`: all that were listed, None
    for what could not be read."""

    def __init__(self, root: Root, reports: RememberedReports, binder: Binder, findings: Findings, top: Span) -> None:
        self._root, self._reports, self._binder, self._findings, self._top = root, reports, binder, findings, top
        #: Reports and attachments by `same` name, with where they are listed; and files that were probably meant by others.
        self._seen: dict[str, Span] = {}
        self._meant: set[str] = set()
        #: Where editors named reports one by one.
        self._mentioned: set[Span] = set()
        self.read: list[Article | None] = []

    def sections(self, sections: yaml_tree.Node | None, reports: yaml_tree.Node | None) -> tuple[Section, ...]:
        if sections is not None and reports is not None:
            self._findings.add(
                "sections-reports",
                "sections 和 reports 只能写一样",
                reports.span,
                "请把 reports 移到栏目里。",
            )
        if sections is None:
            span = reports.span if reports is not None else self._top
            built = [Section("", self.articles(reports, span), span)]
        elif isinstance(sections, yaml_tree.Scalar):
            built = [Section(sections.text, self.articles(None, sections.span), sections.span)]
        elif isinstance(sections, yaml_tree.Mapping):
            self._findings.add("value-shape", "sections 应当是列表", sections.span, "每个栏目以“- name: 栏目名”开头。")
            return ()
        else:
            only = len(sections.items) == 1
            built = [section for item in sections.items if (section := self._section(item, only))]
            self._named_once(built)
        return tuple(built)

    def _named_once(self, sections: list[Section]) -> None:
        """A section that was copied, and not named anew."""
        first: dict[str, Section] = {}
        for section in sections:
            if section.name and (earlier := first.setdefault(section.name, section)) is not section:
                message = f"栏目“{section.name}”写了两次，栏目名会印两遍"
                hint = f"第 {earlier.span.line} 行已经有了；是同一个栏目的，请把稿件并到一处，不是的，请改名称。"
                self._findings.add("section-twice", message, section.span, hint, Severity.WARNING)

    def require_some(self, sections: tuple[Section, ...]) -> None:
        """Of an issue that has no report that is said."""
        if not any(section.articles for section in sections) and not self._findings.errors:
            self._findings.add("reports-none", "没有报告", self._top, "请在文件夹里放至少一个 .md 文件。")

    def _section(self, node: yaml_tree.Node, only: bool) -> Section | None:
        if isinstance(node, yaml_tree.Scalar) and only:
            return Section(node.text, self.articles(None, node.span), node.span)
        if (
            isinstance(node, yaml_tree.Mapping)
            and len(node.entries) == 1
            and not isinstance(node.entries[0].value, yaml_tree.Scalar)
        ):
            key = node.entries[0].key
            if key.text not in ("name", "reports"):
                hint = f"请写成两行：“- name: {key.text}”，下一行与 name 对齐写 reports: 和各个文件。"
                self._findings.add("value-shape", "栏目名要写在 name 后面", key.span, hint)
                inner = node.entries[0].value
                items = inner.items if isinstance(inner, yaml_tree.Sequence) else ()
                self._meant.update(same(item.text) for item in items if isinstance(item, yaml_tree.Scalar))
                return None
        values = self._binder.mapping(node, fields.SECTION, "栏目")
        if values is None:
            return None
        if not values.get("name"):
            self._findings.add("field-missing", "栏目缺少 name（栏目名）", node.span)
        reports = values.get("reports")
        if reports is None and not only:
            self._findings.add(
                "field-missing",
                "栏目缺少 reports（报告文件）",
                node.span,
                "有几个栏目时，各栏目都要列出报告。",
            )
            return None
        said = chosen(values, tuple(item for item in fields.SECTION if item.key != "reports"))
        section = Section(**{"name": "", "articles": (), **said}, span=node.span)
        return replace(section, articles=self.articles(reports, node.span, section.brief))

    def articles(self, node: yaml_tree.Node | None, span: Span, brief: bool = False) -> tuple[Article, ...]:
        """The reports that `node` lists; without it all of the folder that are not attachments."""
        if node is None:
            names = [name for name in self._root.names(".md", self._top) if not name.startswith(DRAFT)]
            listed = [yaml_tree.Scalar(name, span) for name in names if same(name) not in self._seen]
            mentioned = False
        else:
            listed = [replace(item, text=plain_path(item.text)) for item in self._binder.names(node, "reports")]
            mentioned = True
        articles = (self._article(item, mentioned, brief) for item in listed)
        return tuple(article for article in articles if article is not None)

    def _article(self, name: yaml_tree.Scalar, mentioned: bool, brief: bool = False) -> Article | None:
        if same(name.text) in self._seen:
            line = self._seen[same(name.text)].line
            self._findings.add("report-twice", f"报告 {name.text} 列了两次", name.span, f"第 {line} 行已经列出。")
            return None
        self._seen[same(name.text)] = name.span
        if mentioned:
            self._mentioned.add(name.span)
        self.read.append(None)
        if mentioned and self._safe(name.text):
            if not self._root.exists(name.text):
                self._missing(name)
                return None
            kind = None if name.text.endswith(".md") else filekinds.kind_of(self._root.head(name.text))
            if kind is not None:
                found = self._root.not_text(name.text, kind, name.span)
                self._findings.items.append(replace(found, hint=f"{found.hint}然后删去这一行。"))
                return None
        with during(f"读第{len(self._seen)}篇 {name.text} ", name.text):
            article, findings = self._reports.read(self._root, name.text, name.span, brief)
        self._findings.items.extend(findings.items)
        self.read[-1] = article
        return article

    def _missing(self, name: yaml_tree.Scalar) -> None:
        """A report that is listed and not there, and what there is instead."""
        there = [entry.name for entry in self._root.entries() if entry.kind == "file" and entry.name != FILE]
        free = [file for file in there if same(file) not in self._seen and same(file) not in self._meant]
        near = nearest_file(name.text, free) or nearest_file(name.text, there)
        hint = "请把文件放进文件夹，或从 issue.yaml 里删去这一行。"
        if "*" in name.text or "?" in name.text:
            self._meant.update(map(same, there))
            hint = "文件名要逐个写，不用 *、?；要全部收入的，删去 reports，程序照文件名的先后收。"
        parts = [part.strip() for part in re.split("[，、；,;]", name.text) if part.strip()]
        if len(parts) > 1 and all(self._root.exists(part) for part in parts):
            self._meant.update(map(same, parts))
            hint = f"几个文件请各写一行，或写成 [{', '.join(parts)}]，用英文的括号和逗号。"
            self._findings.add("report-missing", f"这里写了 {len(parts)} 个文件，要分开写", name.span, hint)
            return
        if name.text.startswith("-") and self._root.exists(name.text.lstrip("- ")):
            near = name.text.lstrip("- ")
            self._findings.add("yaml-dash", "短横后面缺一个空格", name.span, f"请写成“- {near}”。")
        else:
            if near:
                self._meant.add(same(near))
                hint = self._instead(near)
            self._findings.add("report-missing", f"找不到报告 {name.text}", name.span, hint)
        self._meant.add(same(near))

    def _instead(self, near: str) -> str:
        if near.endswith(".md"):
            return f"是不是 {near}？"
        kind = filekinds.kind_of(self._root.head(near))
        if kind is None:
            right = folder.as_report(near)
            return f"文件夹里有 {near}：请把它改名为 {right}，这里也写 {right}。"
        return f"文件夹里有 {near}，它{self._root.not_text(near, kind, None).message.removeprefix(near).strip()}。" + (
            self._root.not_text(near, kind, None).hint
        )

    @staticmethod
    def _safe(path: str) -> bool:
        return ".." not in path and not path.startswith("/") and ":" not in path and "\\" not in path

    def attachments(self, node: yaml_tree.Node | None) -> tuple[Attachment, ...]:
        if node is None:
            return ()
        items = node.items if isinstance(node, yaml_tree.Sequence) else (node,)
        found: list[tuple[str, Article]] = []
        for item in items:
            label, file = "", item
            if isinstance(item, yaml_tree.Mapping):
                label = (self._binder.mapping(item, fields.ATTACHMENT, "附件") or {}).get("label", "")
                file = item.get("file") or yaml_tree.Scalar("", item.span)
            if not isinstance(file, yaml_tree.Scalar) or not file.text:
                self._findings.add("field-missing", "附件缺少 file（文件名）", file.span)
                continue
            article = self._article(replace(file, text=plain_path(file.text)), mentioned=True)
            if article is not None:
                found.append((label, article))
        return tuple(
            Attachment(label or ("附件" if len(found) == 1 else f"附件{index}"), article)
            for index, (label, article) in enumerate(found, 1)
        )

    def copies(self) -> None:
        """Reports that say the same, to a letter, or are by their names two states of one text: both would be printed. Those that
        wait to be written are alike for good."""
        paths = [article.path for article in self.read if article is not None]
        texts = {path: self._root.sources.get(self._root.name(path), "").strip() for path in paths}
        stems = {PurePosixPath(path).stem: path for path in paths}
        first: dict[str, str] = {}
        for path in sorted(paths, key=lambda path: versionless(PurePosixPath(path).stem) != PurePosixPath(path).stem):
            original = path if waiting(texts[path]) else first.setdefault(texts[path], path)
            other = stems.get(versionless(PurePosixPath(path).stem), path)
            if original != path:
                self._copy(path, f"{path} 与 {original} 的内容一模一样，两篇都会印")
            elif other != path and self._seen[same(path)] not in self._mentioned:
                self._copy(path, f"{path} 像是 {other} 的另一稿，两篇都收入了")

    def _copy(self, path: str, what: str) -> None:
        hint = f"多出来的请删去，或改名为 {DRAFT}{path}。"
        self._findings.add("report-twice", what, self._seen[same(path)], hint, Severity.WARNING)

    def unused(self, lists: yaml_tree.Node | None) -> None:
        """What lies in the folder and nothing mentions: forgotten, misnamed or left over."""
        used = {*self._seen, *self._meant}
        read = [article for article in self.read if article is not None]
        pictures = {figure.path for figure in walk.figures(read)}
        complete = len(read) == len(self.read) and not self._findings.errors
        place = lists.span if lists is not None else self._top
        found = folder.unused(self._root, used | pictures, self._top, place, pictures if complete else None)
        self._findings.items.extend(found)


def chosen(values: BoundValues, declared: tuple[fields.Field, ...]) -> BoundValues:
    """Those of the `declared` fields, by their attributes."""
    return {item.attribute: values[item.key] for item in declared if item.key in values}
