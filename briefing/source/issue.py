"""A folder to an Issue: issue.yaml over the house's defaults, and the reports it names (or all there are)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import replace

from briefing.core.errors import Diagnostic, Findings, InputError, Severity, Span, during
from briefing.core.han import HAN
from briefing.core.pattern import Pattern
from briefing.core.plain import Entries
from briefing.core.suggest import nearest_file
from briefing.files import filekinds, looking, world
from briefing.files.world import Root, World
from briefing.model import fields, walk
from briefing.model.bulletin import Article, Attachment, Colophon, Contents, Filing, Issue, Masthead, Number, PrintWishes, Section
from briefing.source import folder, placeholders, qr_codes, signatures, yaml_tree
from briefing.source.binder import Binder, BoundValues
from briefing.source.folder import DRAFT, FILE
from briefing.source.remembered_reports import RememberedReports
from briefing.source.report_names import same

#: A folder's name becomes file names, anchors and command arguments.
_SAFE_NAME = Pattern(rf"[0-9A-Za-z{HAN}][0-9A-Za-z{HAN}._-]{{0,63}}")
_YEAR_NUMBER = Pattern(r"(\d{4})-(\d{1,4})")
_COMMENT = Pattern(r"(?:^|\s)#.*")
_HOUSE_NAME = Pattern(r"[0-9a-z][0-9a-z-]{0,63}")
_TITLE = Pattern(f"[{HAN}]{{2,40}}")

#: `defaults:` of a house: a mapping read by `briefing.source.yaml_tree` (findings then show its lines), or plain
#: values.
Defaults = yaml_tree.Mapping | Entries


def load_issue(
    outside: World, defaults_of: Callable[[str, Span], Defaults], reports: RememberedReports | None = None
) -> tuple[Issue, list[Diagnostic]]:
    """The issue in `outside.issue`, and its warnings and notes in source order. `reports`: what was read before in this process.

    `defaults_of(house, span)` gives the `defaults:` section of a house, or raises InputError at `span`,
    where the issue names the house. Raises InputError with every finding of issue.yaml and of all reports
    together.
    """
    return _Loader(outside.issue, defaults_of, reports or RememberedReports()).load()


class _Loader:
    def __init__(self, root: Root, defaults_of: Callable[[str, Span], Defaults], reports: RememberedReports) -> None:
        self._root = root
        self._reports = reports
        self._defaults_of = defaults_of
        self._findings = Findings()
        self._binder = Binder(self._findings)
        self._top = Span(root.name(FILE), 1, 1)
        #: Reports and attachments by `same` name, with where they are listed; and files that were probably meant by others.
        self._seen: dict[str, Span] = {}
        self._meant: set[str] = set()
        self._articles_read: list[Article | None] = []
        self._folder = root.folder.resolve().name

    def load(self) -> tuple[Issue, list[Diagnostic]]:
        self._check_folder()
        self._check_names()
        node = self._document()
        values = self._binder.bind(node, fields.ISSUE)
        house = None if "house" in self._binder.meant else self._house(node)
        if house is not None:
            values = {**self._inherited(house, node), **values}
        front = self._articles(values["front"], values["front"].span) if values.get("front") else ()
        attachments = self._attachments(values.get("attachments"))
        sections = self._sections(values.get("sections"), values.get("reports"))
        if not isinstance(values.get("sections"), yaml_tree.Mapping):  # a mapping of sections is refused whole
            self._unused(values.get("sections") or values.get("reports"))
        self._reports_none(sections)
        number = self._number(values)
        date = values.get("date")
        if number.value is None and date is None and not ({"number", "date"} & (_keys(node) | self._binder.meant)):
            self._findings.add(
                "issue-undated",
                "缺少期号和日期",
                self._top,
                "至少写一项，如 number: 17 或 date: 2022-05-13。",
            )
        self._check_number(number)
        signature = signatures.apart(values.get("signature", ()))
        signatures.check(signature, self._findings)
        qr_codes.check(self._articles_read, self._findings)
        self._check_deadline(node, values.get("print", PrintWishes()).deadline, date)
        self._findings.raise_errors()
        issue = Issue(
            name=self._folder,
            house=values["house"],
            masthead=Masthead(**_chosen(values, fields.declared(Masthead, ""))),
            number=number,
            date=date,
            compiled=values.get("compiled"),
            contents=values.get("contents", Contents("none")),
            sections=sections,
            colophon=Colophon(**_chosen(values, fields.declared(Colophon, ""))),
            span=self._top,
            editor_note=values.get("editor_note", ()),
            summary=values.get("summary", ()),
            attachments=attachments,
            front=front,
            keywords=values.get("keywords", ()),
            signature=signature,
            printing=values.get("print", PrintWishes()),
            filing=values.get("archive", Filing()),
        )
        return issue, sorted(self._findings.items, key=Diagnostic.sort_key)

    # --- issue.yaml ---

    def _check_deadline(self, node: yaml_tree.Mapping, deadline: datetime.date | None, issued: datetime.date | None) -> None:
        """Nothing is delivered before the day that stands on it."""
        if deadline and issued and deadline < issued:
            wishes = node.get("print")
            said = wishes.get("deadline") if isinstance(wishes, yaml_tree.Mapping) else None
            message = f"交货日期 {deadline} 在印发日期 {issued} 之前"
            place = said.span if said else self._top
            self._findings.add("print-deadline", message, place, "请核对交货和印发的日期。", Severity.WARNING)

    def _check_folder(self) -> None:
        if not looking.folder_stands(self._root.folder):
            raise InputError(
                Diagnostic(
                    "folder-missing",
                    f"没有“{self._folder}”这个文件夹",
                    None,
                    "请检查期号；新建一期用 briefing new。",
                )
            )
        if not _SAFE_NAME.fullmatch(self._folder):
            shown = self._folder.encode("utf-8", "backslashreplace").decode()
            self._findings.add(
                "folder-name",
                f"文件夹名“{shown}”不合用",
                self._top,
                "请用“年份-期号”，如 2022-17；只用汉字、字母、数字、点、短横和下划线。",
            )

    def _check_names(self) -> None:
        for name in self._root.strange_names():
            try:
                meant = name.decode("gb18030")
                said, new = f"，按 GBK 读是“{meant}”", f"改名为 {meant}"
            except UnicodeDecodeError:
                said, new = "", "重新起名"
            report = name.endswith(b".md") and not name.startswith(DRAFT.encode())
            self._findings.add(
                "file-name-encoding",
                f"文件名不是 UTF-8 编码{said}，读不了这个文件" if report else f"文件名不是 UTF-8 编码{said}，用不上这个文件",
                self._top,
                f"请在文件管理器里把它{new}；一批文件都这样时，用能选编码的程序重新解压。",
                Severity.ERROR if report else Severity.WARNING,
            )

    def _document(self) -> yaml_tree.Mapping:
        if not self._root.exists(FILE):
            near = folder.like_settings(self._root)
            hint = f"文件夹里有 {near}，请把它改名为 {FILE}。" if near else "新建一期用 briefing new；或照例子写一份。"
            self._findings.add("issue-missing", f"文件夹里没有 {FILE}", self._top, hint)
            self._findings.raise_errors()
        text, notes = self._root.text(FILE, world.MAX_YAML)
        self._findings.items.extend(notes)
        said = [_COMMENT.sub("", line) for line in text.split("\n")]
        self._findings.items += placeholders.check(self._top.file, said, lambda code, line: False)
        try:
            return yaml_tree.load(text, self._top.file)
        except InputError as error:
            raise InputError(*self._findings.items, *error.diagnostics) from None

    def _house(self, node: yaml_tree.Mapping) -> yaml_tree.Scalar | None:
        house = node.get("house")
        hint = "请写版式的名称，即 templates/ 下的文件夹名；briefing houses 列出全部。"
        if house is None or (isinstance(house, yaml_tree.Scalar) and not house.text):
            place = self._top if house is None else house.span
            self._findings.add("field-missing", "缺少 house（版式）", place, hint)
        elif isinstance(house, yaml_tree.Scalar):
            if _HOUSE_NAME.fullmatch(house.text) or _TITLE.fullmatch(house.text):
                return house  # a title in Chinese is no name, but whoever looks for the house knows whose it is
            self._findings.add("house-name", f"版式名称不对：“{house.text}”", house.span, hint)
        return None

    def _inherited(self, house: yaml_tree.Scalar, node: yaml_tree.Mapping) -> BoundValues:
        """The house's defaults for keys that the issue does not state: an issue says only what differs."""
        try:
            defaults = self._defaults_of(house.text, house.span)
        except InputError as error:
            self._findings.items.extend(error.diagnostics)
            return {}
        if not isinstance(defaults, yaml_tree.Mapping):
            place = Span(f"templates/{house.text}/house.yaml", 1, 1)
            nodes = yaml_tree.from_plain(defaults, place)
            defaults = nodes if isinstance(nodes, yaml_tree.Mapping) else yaml_tree.Mapping((), place)
        stated = _keys(node)
        rest = tuple(entry for entry in defaults.entries if entry.key.text not in stated)
        return self._binder.bind(yaml_tree.Mapping(rest, defaults.span), fields.DEFAULTS)

    # --- number and date ---

    def _number(self, values: BoundValues) -> Number:
        value, written, span, until = values.get("number") or (None, 0, None, None)
        date = values.get("date")
        year = values.get("year") or (date.year if date else None)
        return Number(value, year, values.get("total"), values.get("digits") or written, span, until)

    def _check_number(self, number: Number) -> None:
        """A folder named after another number is a copy somebody forgot to edit."""
        match = _YEAR_NUMBER.fullmatch(self._folder)
        if match is None or number.value is None:
            return
        if int(match[2]) != number.value or (number.year and int(match[1]) != number.year):
            said = f"{number.year}-{number.value:02d}" if number.year else str(number.value)
            self._findings.add(
                "folder-number",
                f"文件夹名是 {self._folder}，期号却是 {said}",
                number.span,
                "如果是从别的一期复制来的，请核对期号和日期。",
                Severity.WARNING,
            )

    # --- reports ---

    def _sections(self, sections: yaml_tree.Node | None, reports: yaml_tree.Node | None) -> tuple[Section, ...]:
        if sections is not None and reports is not None:
            self._findings.add(
                "sections-reports",
                "sections 和 reports 只能写一样",
                reports.span,
                "请把 reports 移到栏目里。",
            )
        if sections is None:
            span = reports.span if reports is not None else self._top
            built = [Section("", self._articles(reports, span), span)]
        elif isinstance(sections, yaml_tree.Scalar):
            built = [Section(sections.text, self._articles(None, sections.span), sections.span)]
        elif isinstance(sections, yaml_tree.Mapping):
            self._findings.add("value-shape", "sections 应当是列表", sections.span, "每个栏目以“- name: 栏目名”开头。")
            return ()
        else:
            only = len(sections.items) == 1
            built = [section for item in sections.items if (section := self._section(item, only))]
        return tuple(built)

    def _reports_none(self, sections: tuple[Section, ...]) -> None:
        if not any(section.articles for section in sections) and not self._findings.errors:
            self._findings.add("reports-none", "没有报告", self._top, "请在文件夹里放至少一个 .md 文件。")

    def _section(self, node: yaml_tree.Node, only: bool) -> Section | None:
        if isinstance(node, yaml_tree.Scalar) and only:
            return Section(node.text, self._articles(None, node.span), node.span)
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
        said = _chosen(values, tuple(item for item in fields.SECTION if item.key != "reports"))
        section = Section(**{"name": "", "articles": (), **said}, span=node.span)
        return replace(section, articles=self._articles(reports, node.span, section.brief))

    def _articles(self, node: yaml_tree.Node | None, span: Span, brief: bool = False) -> tuple[Article, ...]:
        """The reports that `node` lists; without it all of the folder that are not attachments."""
        if node is None:
            names = [name for name in self._root.names(".md", self._top) if not name.startswith(DRAFT)]
            listed = [yaml_tree.Scalar(name, span) for name in names if same(name) not in self._seen]
            mentioned = False
        else:
            listed = self._binder.strings(node, "reports")
            mentioned = True
        articles = (self._article(item, mentioned, brief) for item in listed)
        return tuple(article for article in articles if article is not None)

    def _article(self, name: yaml_tree.Scalar, mentioned: bool, brief: bool = False) -> Article | None:
        if same(name.text) in self._seen:
            line = self._seen[same(name.text)].line
            self._findings.add("report-twice", f"报告 {name.text} 列了两次", name.span, f"第 {line} 行已经列出。")
            return None
        self._seen[same(name.text)] = name.span
        self._articles_read.append(None)
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
        self._articles_read[-1] = article
        return article

    def _missing(self, name: yaml_tree.Scalar) -> None:
        """A report that is listed and not there, and what there is instead."""
        there = [entry.name for entry in self._root.entries() if entry.kind == "file" and entry.name != FILE]
        free = [file for file in there if same(file) not in self._seen and same(file) not in self._meant]
        near = nearest_file(name.text, free) or nearest_file(name.text, there)
        hint = "请把文件放进文件夹，或从 issue.yaml 里删去这一行。"
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

    def _attachments(self, node: yaml_tree.Node | None) -> tuple[Attachment, ...]:
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
            article = self._article(file, mentioned=True)
            if article is not None:
                found.append((label, article))
        return tuple(
            Attachment(label or ("附件" if len(found) == 1 else f"附件{index}"), article)
            for index, (label, article) in enumerate(found, 1)
        )

    def _unused(self, lists: yaml_tree.Node | None) -> None:
        """What lies in the folder and nothing mentions: forgotten, misnamed or left over."""
        used = {*self._seen, *self._meant}
        read = [article for article in self._articles_read if article is not None]
        pictures = {figure.path for figure in walk.figures(read)}
        complete = len(read) == len(self._articles_read) and not self._findings.errors
        place = lists.span if lists is not None else self._top
        found = folder.unused(self._root, used | pictures, self._top, place, pictures if complete else None)
        self._findings.items.extend(found)


def _keys(node: yaml_tree.Mapping) -> set[str]:
    return {entry.key.text for entry in node.entries}


def _chosen(values: BoundValues, declared: tuple[fields.Field, ...]) -> BoundValues:
    return {item.attribute: values[item.key] for item in declared if item.key in values}
