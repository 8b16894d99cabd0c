"""Formats of house.yaml: texts with {places} that are filled in. Which places each has, and what is wrong with one. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

_PLACE = re.compile(r"\{(\w+)\}")
#: A brace that belongs to no place: {n, {n:02d}, { n }, ｛n｝.
_STRAY = re.compile(r"[{}｛｝]")


class Format(NamedTuple):
    """`names`: the places it may have, each with its meaning; `needs`: those without which what an issue says would not be
    printed."""

    names: Mapping[str, str]
    needs: tuple[str, ...] = ()


_NAME = Format({"name": "名称"}, ("name",))
_TEXT = Format({"text": "文字"}, ("text",))
_PLAIN = Format({})
_HEADING = Format({"n": "第几，阿拉伯数字", "cn": "第几，汉字数字"})

#: `wording:`, what templates ask for by say("…").
WORDING: dict[str, Format] = {
    "document_title": Format({"nameplate": "报名", "number": "期号"}),
    "number": Format({"n": "期号", "year": "年份"}, ("n",)),
    "joined": _PLAIN,
    "total": Format({"n": "总期数"}, ("n",)),
    "special": _TEXT,
    "date": Format({"y": "年", "m": "月", "d": "日"}, ("y", "m")),
    "compiled": Format({"date": "日期"}, ("date",)),
    "signer": _NAME,
    "copy_number": Format({"n": "份号"}, ("n",)),
    "contents_section": _NAME,
    "section": _NAME,
    "editor_note": _PLAIN,
    "summary": _PLAIN,
    "instruction": _PLAIN,
    "instruction_by": Format({"name": "谁的批示", "date": "日期"}, ("name",)),
    "link": _PLAIN,
    "background": _PLAIN,
    "figure_part": Format({"letter": "a、b、c"}, ("letter",)),
    "contributor": _NAME,
    "source": _NAME,
    "heading_1": _HEADING,
    "heading_2": _HEADING,
    "heading_3": _HEADING,
    "heading_4": _HEADING,
    "note_ref": Format({"n": "注的号码"}, ("n",)),
    "note_label": Format({"n": "注的号码"}, ("n",)),
    "attachment_note": _PLAIN,
    "attachment_item": Format({"n": "附件的号码"}),
    "recipients": Format({"role": "报、送、发"}, ("role",)),
    "serial": _TEXT,
    "print_run": Format({"n": "印数"}, ("n",)),
    "permit": _TEXT,
    "editors": Format({"names": "姓名"}, ("names",)),
    "continued": Format({"n": "表的号码", "caption": "表题，号码除外"}),
    "qr_code": Format({"url": "网址"}),
    "gap": _PLAIN,
    "list": _PLAIN,
    "bullet_1": _PLAIN,
    "bullet_2": _PLAIN,
    "bullet_3": _PLAIN,
}
#: `page_number: {format: …}`.
PAGE_NUMBER = Format({"n": "页号", "pages": "总页数", "total": "总页数"}, ("n",))


class Wrong(NamedTuple):
    """What is wrong with a format at character `at` of it (0: the whole), and what to do; Chinese."""

    message: str
    hint: str
    at: int = 0


def mistakes(text: str, declared: Format | None) -> Iterator[Wrong]:
    """`declared` None: a house's own format, whose places only its template knows."""
    rest = _PLACE.sub(lambda match: " " * len(match[0]), text)
    stray = _STRAY.search(rest)
    if stray:
        yield Wrong(
            f"“{text[stray.start() : stray.start() + 8]}”这里的花括号不成对，或里面不是一个名称",
            _offered(declared),
            stray.start(),
        )
    if declared is None:
        return
    for match in _PLACE.finditer(text):
        if match[1] not in declared.names:
            yield Wrong(f"没有 {{{match[1]}}} 这一项可填", _offered(declared), match.start())
    for name in declared.needs:
        if f"{{{name}}}" not in text and not stray:
            yield Wrong(f"里要有 {{{name}}}，代表{declared.names[name]}", "缺了它，稿件里的这一项就不会印出来。")


def _offered(declared: Format | None) -> str:
    if declared is None:
        return "请写成 {名称}，用半角花括号。"
    if not declared.names:
        return "这里不用花括号。"
    return f"可用的是 {'、'.join(f'{{{name}}}（{meaning}）' for name, meaning in declared.names.items())}，用半角花括号。"


def filled(text: str, values: Mapping[str, object]) -> str:
    """`text` with its places filled in; every one of them must be in `values`."""
    return _PLACE.sub(lambda match: str(values[match[1]]), text)


def parts(text: str) -> Iterator[tuple[str, str]]:
    """(plain text, "") and ("", name of a place), in order."""
    end = 0
    for match in _PLACE.finditer(text):
        if match.start() > end:
            yield text[end : match.start()], ""
        yield "", match[1]
        end = match.end()
    if end < len(text):
        yield text[end:], ""
