"""Styles that a house need not describe, since they follow from those that it has. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from briefing.house.style import InlineStyle, ParagraphStyle

#: As Word sets what is raised and lowered.
_SCALE, _RAISED, _LOWERED = 0.65, 0.5, -0.22
#: ● is in every Chinese font, as large as a character: half of it, in the middle of the characters' height.
_BULLET = InlineStyle(name="bullet", word="项目符号", scale=0.5, raise_em=0.47)


def inline_styles(own: Mapping[str, InlineStyle]) -> dict[str, InlineStyle]:
    """A bullet, and what is raised and lowered, also in bold text and in 楷体; `own` are the styles that the house describes."""
    found = {_BULLET.name: own.get(_BULLET.name, _BULLET)}
    for name, (word, rise) in {"superscript": ("上标", _RAISED), "subscript": ("下标", _LOWERED)}.items():
        plain = found[name] = own.get(name) or InlineStyle(name=name, word=word, scale=_SCALE, raise_em=rise)
        for around in ("strong", "emphasis"):
            style, full = own[around], f"{around}-{name}"
            found[full] = replace(plain, name=full, word=f"{style.word}{plain.word}", font=style.font, bold=style.bold)
    return found


def paragraph_styles(own: Mapping[str, ParagraphStyle]) -> dict[str, ParagraphStyle]:
    """The third level of lists: set in from the second as the second is from the first."""
    first, second = own["list-item"], own["list-item-2"]
    step = second.indent_left + second.indent_first - first.indent_left - first.indent_first
    third = replace(second, kind="list-item-3", word=f"{second.word}三级", indent_left=second.indent_left + step)
    return {"list-item-3": own.get("list-item-3", third)}
