"""`templates/<house>/words.yaml`: what a house knows about words, names, order and holidays.

Inherited along the house's chain: mappings are merged key by key, lists under `allow` add up, other values replace the parent's.
An entry whose value is left empty takes back the parent's.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from dataclasses import field
from functools import cached_property, partial

from briefing.core.errors import Findings, Severity, Span
from briefing.core.records import dataclass
from briefing.files.world import MAX_YAML, WORDS_FILE, World
from briefing.proofread.borders import Verdict, verdict
from briefing.proofread.lexicon import Lexicon, WrongForm
from briefing.source import yaml_tree
from briefing.source.nodes import NodeReader
from briefing.source.values import UnreadableValue, date

#: Of what is kept; change it with Words or Entry.
_FORM = "words 2"
#: Lists of forms, by what they are.
LISTS = {"wrong": "写错的词：正确的写法", "confused": "容易混淆的词：多半应当是什么", "forbidden": "不用的说法：改用什么"}
#: Settings of rules, with the least that each may be.
THRESHOLDS = {"paragraph": 50.0, "ratio": 1.2}
_SECTIONS = (*LISTS, "names", "allow", "order", "levels", "thresholds", "holidays")
CONTEXTS = ("before", "after", "near", "unless")
LEVELS: Mapping[str, Severity | None] = {"off": None, **{item.value: item for item in Severity}}
_MONTH_DAY = re.compile(r"(\d{2})-(\d{2})")


@dataclass(frozen=True)
class Words:
    """`names`: the name as it must be → forms of it that are wrong. `order`: lists whose order is fixed, by name. `levels`:
    code → severity, None for off. `paragraph` and `ratio`: see the rules paragraph-long and report-long.
    `off`, `work`: days off on weekdays and working days on weekends; `years`: those for which they are known."""

    lists: Mapping[str, tuple[WrongForm, ...]] = field(default_factory=dict)
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    allow: tuple[str, ...] = ()
    order: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    levels: Mapping[str, Severity | None] = field(default_factory=dict)
    paragraph: int = 400
    ratio: float = 2.5
    off: frozenset[datetime.date] = frozenset()
    work: frozenset[datetime.date] = frozenset()
    years: frozenset[int] = frozenset()

    @cached_property
    def wrong(self) -> Lexicon:
        return Lexicon(self.lists.get("wrong", ()), self.allow)

    @cached_property
    def confused(self) -> Lexicon:
        return Lexicon(self.lists.get("confused", ()), self.allow)

    @cached_property
    def forbidden(self) -> Lexicon:
        return Lexicon(self.lists.get("forbidden", ()), self.allow)

    @cached_property
    def misnamed(self) -> Lexicon:
        entries = (WrongForm(form, name) for name, forms in self.names.items() for form in forms)
        return Lexicon(entries, (*self.allow, *self.names))


def load_words(world: World, chain: tuple[str, ...], kept: MutableMapping[str, bytes] | None = None) -> Words:
    """The words of a house whose chain is `chain`, nearest first. Raises InputError with everything that is wrong in them.

    `kept` holds words that were read before, by the text of their files: a thousand entries take longer to read than an issue.
    """
    paths = [path for name in reversed(chain) if world.templates.exists(path := f"{name}/{WORDS_FILE}")]
    texts = {world.templates.name(path): world.templates.text(path, MAX_YAML)[0] for path in paths}
    key = "\0".join((_FORM, *(part for pair in texts.items() for part in pair)))
    if kept is not None and (found := _unpacked(kept.get(key))) is not None:
        return found
    findings = Findings()
    reader = _Reader(findings)
    for name, text in texts.items():
        reader.read(yaml_tree.load(text, name))
    words = reader.words()
    reader.check_circles(words)
    findings.raise_errors()
    if kept is not None:
        kept[key] = _packed(words)
    return words


def _packed(words: Words) -> bytes:
    """As JSON: whatever is read back is words, and nothing else."""
    plain = {name: getattr(words, name) for name in ("names", "allow", "order", "levels", "paragraph", "ratio")}
    plain["lists"] = {
        name: [(entry.form, entry.use, entry.why, *(getattr(entry, context) for context in CONTEXTS)) for entry in entries]
        for name, entries in words.lists.items()
    }
    plain |= {name: [day.isoformat() for day in sorted(getattr(words, name))] for name in ("off", "work")}
    plain["years"] = sorted(words.years)
    return json.dumps(plain, ensure_ascii=False).encode()


def _unpacked(data: bytes | None) -> Words | None:
    """None for nothing, and for what another version of this program wrote."""
    try:
        found = json.loads(data or b"")
        off, work = (frozenset(map(datetime.date.fromisoformat, found[name])) for name in ("off", "work"))
        return Words(
            {name: tuple(_entry(*parts) for parts in entries) for name, entries in found["lists"].items()},
            {name: tuple(forms) for name, forms in found["names"].items()},
            tuple(found["allow"]),
            {name: tuple(forms) for name, forms in found["order"].items()},
            {code: Severity(level) if level else None for code, level in found["levels"].items()},
            int(found["paragraph"]), float(found["ratio"]), off, work, frozenset(map(int, found["years"])),
        )  # fmt: skip
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _entry(form: str, use: str, why: str, *contexts: list[str]) -> WrongForm:
    return WrongForm(form, use, why, *map(tuple, contexts))


class _Reader(NodeReader):
    UNKNOWN = "words-key"
    LISTED = "可用的"
    MANUAL = "写法见 docs/house.md“校对的词表”。"

    def __init__(self, findings: Findings) -> None:
        super().__init__(findings)
        self._lists: dict[str, dict[str, WrongForm]] = {name: {} for name in LISTS}
        self._names: dict[str, tuple[str, ...]] = {}
        self._allow: list[str] = []
        self._order: dict[str, tuple[str, ...]] = {}
        self._levels: dict[str, Severity | None] = {}
        self._thresholds: dict[str, float] = {}
        self._off: set[datetime.date] = set()
        self._work: set[datetime.date] = set()
        self._years: set[int] = set()
        self._places: dict[str, Span] = {}  # of the right forms of `wrong`, as they were read

    def words(self) -> Words:
        return Words(
            {name: tuple(entries.values()) for name, entries in self._lists.items()},
            self._names, tuple(self._allow), self._order, self._levels,
            int(self._thresholds.get("paragraph", 400)), self._thresholds.get("ratio", 2.5),
            frozenset(self._off), frozenset(self._work), frozenset(self._years),
        )  # fmt: skip

    def check_circles(self, words: Words) -> None:
        """A right form that would itself be put right makes --fix go on for ever, or write what nobody asked for. Of the two
        entries the one is wrong that was read last: a house's, not that of the house that it extends."""
        always = Lexicon((entry for entry in words.lists["wrong"] if entry.always), words.allow)
        order = list(self._places)
        for entry in words.lists["wrong"]:
            hit = next(always.hits(entry.use, partial(_says, entry.use)), None) if entry.always else None
            if hit is not None:
                other = hit[0].form
                place = self._places[max(entry.form, other, key=order.index)]
                message = f"“{other}”列为写错的词，又在“{entry.form}”的正确写法“{entry.use}”里"
                hint = f"请改其中一处；要收回上一级词表的“{entry.form}”，写“{entry.form}: ”，冒号后面留空。"
                if not any(item.span == place for item in self.findings.items):
                    self.findings.add("words-value", message, place, hint)

    def read(self, node: yaml_tree.Mapping) -> None:
        sections: dict[str, Callable[[yaml_tree.Entry], None]] = {
            "names": self._name, "order": self._ordered, "levels": self._level,
            "thresholds": self._threshold, "holidays": self._holiday,
        }  # fmt: skip
        self.known(node, _SECTIONS)
        for entry in node.entries:
            key = entry.key.text
            if key == "allow":
                self._allow += self._texts(entry.value, "allow")
            elif key in _SECTIONS:
                for item in self._mapping(entry.value, key):
                    self._entry(key, item) if key in LISTS else sections[key](item)

    # --- one entry of each section ---

    def _entry(self, section: str, item: yaml_tree.Entry) -> None:
        form, entries = item.key.text, self._lists[section]
        if isinstance(item.value, yaml_tree.Sequence) or not form:
            self.shape(item.value, f"{form} 要写正确的写法，或分项写明 use、before 等")
        elif isinstance(item.value, yaml_tree.Scalar):
            if item.value.text:
                entries[form] = WrongForm(form, item.value.text)
                self._placed(section, form, item.value.span)
            else:
                entries.pop(form, None)
        else:
            self.known(item.value, ("use", "why", *CONTEXTS))
            said = {part.key.text: part.value for part in item.value.entries}
            use, why = (self._text(said.get(key), key) for key in ("use", "why"))
            if not use and section != "forbidden":
                self.findings.add("words-value", f"{form} 缺少 use（正确的写法）", item.value.span)
            lists = (tuple(self._texts(said[key], key)) if key in said else () for key in CONTEXTS)
            entries[form] = WrongForm(form, use, why, *lists)
            self._placed(section, form, item.value.span)

    def _placed(self, section: str, form: str, span: Span) -> None:
        if section == "wrong":
            self._places.pop(form, None)
            self._places[form] = span

    def _name(self, item: yaml_tree.Entry) -> None:
        forms = tuple(self._texts(item.value, item.key.text))
        self._names[item.key.text] = forms
        if item.key.text in forms:
            self.findings.add("words-value", f"“{item.key.text}”不能又对又错", item.value.span, "请从后面的写法里删去它。")

    def _ordered(self, item: yaml_tree.Entry) -> None:
        self._order[item.key.text] = tuple(self._texts(item.value, item.key.text))

    def _level(self, item: yaml_tree.Entry) -> None:
        from briefing.proofread.rules import CODES

        code, level = item.key, item.value
        if code.text not in CODES:
            self.unknown(code, CODES, "条校对规则")
        elif not isinstance(level, yaml_tree.Scalar) or level.text not in LEVELS:
            self.findings.add("words-value", f"{code.text} 的级别不对", level.span, f"可用的级别：{'、'.join(LEVELS)}。")
        else:
            self._levels[code.text] = LEVELS[level.text]

    def _threshold(self, item: yaml_tree.Entry) -> None:
        if item.key.text not in THRESHOLDS:
            self.unknown(item.key, THRESHOLDS)
            return
        text = item.value.text if isinstance(item.value, yaml_tree.Scalar) else ""
        if not re.fullmatch(r"\d{1,5}(\.\d{1,3})?", text) or float(text) < THRESHOLDS[item.key.text]:
            reason = f"{item.key.text} 要写不小于 {THRESHOLDS[item.key.text]:g} 的数"
            self.findings.add("words-value", reason, item.value.span)
        else:
            self._thresholds[item.key.text] = float(text)

    def _holiday(self, item: yaml_tree.Entry) -> None:
        if not re.fullmatch(r"\d{4}", item.key.text):
            self.findings.add("words-value", f"“{item.key.text}”不是年份", item.key.span, "例如 2022。")
            return
        year = int(item.key.text)
        self._years.add(year)
        for part in self._mapping(item.value, item.key.text):
            days = {"off": self._off, "work": self._work}.get(part.key.text)
            if days is None:
                self.unknown(part.key, ("off", "work"))
                continue
            for scalar in self._scalars(part.value, part.key.text):
                try:
                    days.update(_days(year, scalar.text))
                except UnreadableValue as problem:
                    self.findings.add("words-value", problem.reason, scalar.span, problem.hint)

    # --- shapes ---

    def _mapping(self, node: yaml_tree.Node, key: str) -> Iterator[yaml_tree.Entry]:
        return self.entries(node, f"{key} 要逐项写明")

    def _scalars(self, node: yaml_tree.Node, key: str) -> Iterator[yaml_tree.Scalar]:
        return self.scalars(node, f"{key} 要写成一列词语")

    def _texts(self, node: yaml_tree.Node, key: str) -> list[str]:
        return [scalar.text for scalar in self._scalars(node, key)]

    def _text(self, node: yaml_tree.Node | None, key: str) -> str:
        scalar = self.single(node, f"{key} 只能写一个值")
        return scalar.text if scalar else ""


def _says(text: str, entry: WrongForm, start: int, end: int) -> bool:
    return verdict(text, start, end, entry.use) is Verdict.WORD


def _days(year: int, text: str) -> Iterator[datetime.date]:
    """05-01, or 04-30—05-04."""
    ends = [date(f"{year}-{match[1]}-{match[2]}") for match in _MONTH_DAY.finditer(text)]
    if len(ends) not in (1, 2) or not re.fullmatch(r"\d{2}-\d{2}(\s*[—～至]\s*\d{2}-\d{2})?", text) or ends[0] > ends[-1]:
        raise UnreadableValue(f"“{text}”不是日期", "请写成 05-01，或 04-30—05-04。")
    day = ends[0]
    while day <= ends[-1]:
        yield day
        day += datetime.timedelta(days=1)
