"""A folder to an Issue: issue.yaml over the house's defaults, and the reports it names (or all there are)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable

from briefing.core.errors import Diagnostic, Findings, InputError, Severity, Span
from briefing.core.han import HAN, is_han
from briefing.core.pattern import Pattern
from briefing.core.plain import Entries
from briefing.core.suggest import folded
from briefing.files import looking, world
from briefing.files.world import Root, World
from briefing.model import fields
from briefing.model.bulletin import Issue
from briefing.model.issue_parts import Colophon, Contents, Filing, Masthead, Number, PrintWishes
from briefing.source import folder, placeholders, qr_codes, secrecy, signatures, yaml_tree
from briefing.source.binder import Binder, BoundValues
from briefing.source.folder import DRAFT, FILE
from briefing.source.issue_reports import IssueReports, chosen
from briefing.source.remembered_reports import RememberedReports

#: A folder's name becomes file names, anchors and command arguments.
_JOINTS = "._-"
_LONGEST_NAME = 64
_YEAR_NUMBER = Pattern(r"(\d{4})-(\d{1,4})")
_COMMENT = Pattern(r"(?:^|\s)#.*")
_HOUSE_NAME = Pattern(r"[0-9a-z][0-9a-z-]{0,63}")
_NEVER_BLANK = {"number": "期号", "date": "印发日期", "year": "年份", "compiled": "编印日期"}
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
        self._defaults_of = defaults_of
        self._findings = Findings()
        self._binder = Binder(self._findings)
        self._top = Span(root.name(FILE), 1, 1)
        self._listed = IssueReports(root, reports, self._binder, self._findings, self._top)
        self._folder = root.folder.resolve().name

    def load(self) -> tuple[Issue, list[Diagnostic]]:
        self._check_folder()
        self._check_names()
        node = self._document()
        values = self._binder.bind(node, fields.ISSUE)
        house = None if "house" in self._binder.meant else self._house(node)
        if house is not None:
            values = {**self._inherited(house, node), **values}
        front = self._listed.articles(values["front"], values["front"].span) if values.get("front") else ()
        attachments = self._listed.attachments(values.get("attachments"))
        sections = self._listed.sections(values.get("sections"), values.get("reports"))
        if not isinstance(values.get("sections"), yaml_tree.Mapping):  # a mapping of sections is refused whole
            self._listed.unused(values.get("sections") or values.get("reports"))
        self._listed.require_some(sections)
        self._listed.copies()
        if values.get("secrecy"):
            values["secrecy"] = secrecy.read(values["secrecy"], self._findings)
        number = self._number(values)
        date = values.get("date")
        blank = self._blank(node)
        if number.value is None and date is None and not ({"number", "date"} & ((_keys(node) - blank) | self._binder.meant)):
            self._findings.add(
                "issue-undated",
                "缺少期号和日期",
                self._top,
                "至少写一项，如 number: 17 或 date: 2022-05-13。",
            )
        self._check_number(number)
        if date and values.get("compiled") and values["compiled"] > date:
            message = f"编印日期 {values['compiled']} 在印发日期 {date} 之后"
            place = next((entry.value.span for entry in node.entries if entry.key.text == "compiled"), self._top)
            self._findings.add("compiled-late", message, place, "请核对这两个日期。", Severity.WARNING)
        signature = signatures.apart(values.get("signature", ()))
        signatures.check(signature, self._findings)
        qr_codes.check(self._listed.read, self._findings)
        self._check_deadline(node, values.get("print", PrintWishes()).deadline, date)
        self._findings.raise_errors()
        issue = Issue(
            name=self._folder,
            house=values["house"],
            masthead=Masthead(**chosen(values, fields.declared(Masthead, ""))),
            number=number,
            date=date,
            compiled=values.get("compiled"),
            contents=values.get("contents", Contents("none")),
            sections=sections,
            colophon=Colophon(**chosen(values, fields.declared(Colophon, ""))),
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

    def _blank(self, node: yaml_tree.Mapping) -> set[str]:
        """The keys whose number or date was left for later: it is missing on every page, and nobody sees it. Other keys are
        left blank to say that what the house usually prints is not printed."""
        found = set()
        for entry in node.entries:
            name = _NEVER_BLANK.get(entry.key.text)
            if name and isinstance(entry.value, yaml_tree.Scalar) and not entry.value.text:
                found.add(entry.key.text)
                hint = f"请补上；本期确实没有{name}的，请删去这一行。"
                message = f"{entry.key.text} 后面没有写{name}，本期就没有{name}"
                self._findings.add("field-blank", message, entry.key.span, hint, Severity.WARNING)
        return found

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
        if not _safe_name(self._folder):
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
            return yaml_tree.load(text, self._top.file, remarks=self._findings.items)
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
            self._findings.add("house-name", f"版式名称不对：“{house.text}”", house.span, self._meant_house(house) or hint)
        return None

    def _meant_house(self, house: yaml_tree.Scalar) -> str:
        """What to say of a name that is none, where it is one but for capitals, spaces and signs."""
        name = re.sub("[^0-9a-z]+", "-", folded(house.text)).strip("-")
        if not _HOUSE_NAME.fullmatch(name):
            return ""
        try:
            self._defaults_of(name, house.span)
        except InputError as error:
            near = error.diagnostics[0].hint
            return near if near.startswith("是不是") else ""
        return f"是不是“{name}”？"

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


def _keys(node: yaml_tree.Mapping) -> set[str]:
    return {entry.key.text for entry in node.entries}


def _safe_name(name: str) -> bool:
    """Whether a folder may be called so. As a pattern it takes longer to compile than an issue.yaml to read."""
    letters = name.translate(dict.fromkeys(map(ord, _JOINTS)))
    plain = all(char.isalnum() if char.isascii() else is_han(char) for char in letters)
    return 0 < len(name) <= _LONGEST_NAME and name[0] not in _JOINTS and plain
