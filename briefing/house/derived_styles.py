"""Styles that a house need not describe, since they follow from those that it has. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from briefing.house.style import InlineStyle, ParagraphStyle
from briefing.model.sheet import InlineName, ParagraphKind

#: ● is in every Chinese font, as large as a character: half of it, in the middle of the characters' height.
_BULLET = InlineStyle(name="bullet", word="项目符号", scale=0.5, raise_em=0.47)
#: As Word sets what is raised and lowered.
_RAISED = InlineStyle(name="superscript", word="上标", scale=0.65, raise_em=0.5)
_LOWERED = InlineStyle(name="subscript", word="下标", scale=0.65, raise_em=-0.22)

#: Kinds of paragraphs that look like another one where the house says nothing, and their names in Word.
_LIKE: dict[ParagraphKind, tuple[ParagraphKind, str]] = {
    "figure-part": ("figure-source", "分图题"),
    "box-title": ("contents-heading", "框内标题"),
    "instruction": ("quote", "批示"),
    "instruction-sign": ("byline", "批示署名"),
    "panel": ("quote", "链接正文"),
    "table-continued": ("table-unit", "续表"),
    "signature": ("byline", "落款"),
    "signature-date": ("byline", "成文日期"),
    "attachment-item": ("attachment-note", "附件说明续项"),
}


def inline_styles(own: Mapping[str, InlineStyle]) -> dict[str, InlineStyle]:
    """A bullet, and what is raised and lowered, also in bold text and in 楷体; `own` are the styles that the house describes."""
    found: dict[str, InlineStyle] = {usual.name: own.get(usual.name, usual) for usual in (_BULLET, _RAISED, _LOWERED)}
    combined: dict[InlineName, tuple[str, str]] = {
        "strong-superscript": ("strong", _RAISED.name),
        "strong-subscript": ("strong", _LOWERED.name),
        "emphasis-superscript": ("emphasis", _RAISED.name),
        "emphasis-subscript": ("emphasis", _LOWERED.name),
    }
    for name, (around, script) in combined.items():
        style, plain = own[around], found[script]
        found[name] = replace(plain, name=name, word=f"{style.word}{plain.word}", font=style.font, bold=style.bold)
    return found


def paragraph_styles(own: Mapping[str, ParagraphStyle]) -> dict[str, ParagraphStyle]:
    """Those that are not among the house's `own`: kinds that look like others, and the third level of lists, set in from the
    second as the second is from the first."""
    found: dict[str, ParagraphStyle] = {
        kind: replace(own[like], kind=kind, word=word, outline=0) for kind, (like, word) in _LIKE.items() if like in own
    }
    first, second = own.get("list-item"), own.get("list-item-2")
    if first is not None and second is not None:
        step = second.indent_left + second.indent_first - first.indent_left - first.indent_first
        left = second.indent_left + step
        found["list-item-3"] = replace(second, kind="list-item-3", word=f"{second.word}三级", indent_left=left)
    return {kind: style for kind, style in found.items() if kind not in own}
