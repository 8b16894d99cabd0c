"""Rendered XHTML → a light tree in which each element knows its place in the template.

`mark_places` writes `data-tpl="file:line:column"` into the start tags of a template's source, so that what is
wrong with the rendered page can be reported where its author can mend it. Pure.
"""

from __future__ import annotations

import re
from dataclasses import field
from xml.parsers import expat

from briefing.core.errors import Diagnostic, InputError, Span
from briefing.core.records import dataclass

PLACE = "data-tpl"
#: The vocabulary needs ten levels.
MAX_DEPTH = 40
_TAG_OR_JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->|<[A-Za-z][\w-]*", re.DOTALL)
_LAST_PLACE = re.compile(rf'{PLACE}="([^"]*)"')

#: expat's reasons that a template's author meets, by error code (xml.parsers.expat.errors).
_REASONS = {
    2: "标签或 & 的写法不对",
    3: "没有内容",
    4: "标签或 & 的写法不对",
    5: "标签没有写完",
    7: "标签没有成对",
    8: "同一个属性写了两次",
    9: "最外层只能有一个 <html>",
    11: "不认识的字符名（& 请写成 &amp;）",
}


@dataclass(slots=True)
class Element:
    """`place` is where the start tag stands in the template; elements made by a helper have their
    parent's."""

    tag: str
    attributes: dict[str, str]
    place: Span
    children: list[Element | str] = field(default_factory=list)


def mark_places(source: str, file: str) -> str:
    """The template `source` with a `data-tpl` attribute in every start tag. No line is added or removed."""
    starts = [0, *(match.end() for match in re.finditer("\n", source))]
    row = 0

    def mark(match: re.Match[str]) -> str:
        nonlocal row
        text = match[0]
        if text[1] in "{%#!":
            return text
        while row + 1 < len(starts) and starts[row + 1] <= match.start():
            row += 1
        return f'{text} {PLACE}="{file}:{row + 1}:{match.start() - starts[row] + 1}"'

    return _TAG_OR_JINJA.sub(mark, source)


def span_of(text: str) -> Span:
    """`file:line:column` → Span. Raises ValueError."""
    file, line, column = text.rsplit(":", 2)
    return Span(file, int(line), int(column))


def parse(text: str, file: str) -> Element:
    """The root element. Raises InputError at the template place of the last tag before the fault; `file`
    stands in where there is none."""
    root = Element("", {}, Span(file, 1, 1))
    stack = [root]

    def start(tag: str, attributes: dict[str, str]) -> None:
        place = stack[-1].place
        if PLACE in attributes:
            place = span_of(attributes.pop(PLACE))
        if len(stack) > MAX_DEPTH:
            raise InputError(Diagnostic("template-xml", f"标签嵌套超过 {MAX_DEPTH} 层", place))
        element = Element(tag, attributes, place)
        stack[-1].children.append(element)
        stack.append(element)

    def end(_tag: str) -> None:
        stack.pop()

    def data(characters: str) -> None:
        stack[-1].children.append(characters)

    def refuse(*_: object) -> None:
        raise InputError(Diagnostic("template-xml", "模板里不能写 <!DOCTYPE>", stack[-1].place, "请删去这一行。"))

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = data
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(text, True)
    except expat.ExpatError as error:
        places = _LAST_PLACE.findall(text, 0, _offset(text, error.lineno, error.offset))
        place = stack[-1].place if error.code == 7 or not places else span_of(places[-1])
        reason = _REASONS.get(error.code, "XML 写法不对")
        if error.code == 7:
            reason += f"：<{stack[-1].tag}> 之后缺少 </{stack[-1].tag}>"
        raise InputError(
            Diagnostic("template-xml", f"模板排出的页面有误：{reason}", place, "请检查这个标签到它结束之间的写法。")
        ) from None
    return next(child for child in root.children if isinstance(child, Element))


def _offset(text: str, line: int, column: int) -> int:
    """Character offset of expat's position; its columns count UTF-8 bytes, so the end of the line is close
    enough."""
    end = -1
    for _ in range(line):
        end = text.find("\n", end + 1)
        if end < 0:
            return len(text)
    start = text.rfind("\n", 0, end) + 1
    return start + len(text[start:end].encode()[:column].decode(errors="ignore"))
