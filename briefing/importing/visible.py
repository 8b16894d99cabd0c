"""Looks that say something, as characters: what stands high or low, what is struck out, blanks to be filled in.

Where Unicode has the character (m², H₂O) and a face holds it, it is used; else it stays raised or lowered (10^10^). Where no
mark of a report can say that (spaces in it, nothing before it), the line says it as people type it and an Aside names the place.
Struck words are gone for their author: they go aside, in full.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from functools import cache

from briefing.importing.flow import Flow, Para, Piece, Remark
from briefing.source import script_marks

#: Whether a face has a character.
Settable = Callable[[str], bool]
_LIKE = {"−": "-", "–": "-", "＋": "+", "（": "(", "）": ")", "＝": "="}
_NAMED = {"TM": "™", "tm": "™", "°": "°", "℃": "℃", "®": "®", "©": "©", "′": "′", "″": "″", "％": "％", "%": "%"}
_POWER = re.compile(r"[0-9A-Za-z+\-−.,/*=()αβγδθλμπσφω]+")
#: What stands for a sign that no face has.
_NEAR = {
    "☑": "√", "✔": "√", "✅": "√", "☒": "■", "☐": "□", "❏": "□", "▢": "□", "✗": "×", "✘": "×", "✕": "×", "➢": "▶", "➤": "▶",
    "⬤": "●", "◯": "○", "➔": "→", "➜": "→", "➡": "→", "⇨": "→", "✉": "□",
}  # fmt: skip
#: What Word writes in the place of a reference to what is gone, and what it asks writers to replace.
_BROKEN = re.compile(
    r"错误[！!]\s*(?:未找到引用源|未定义书签|未找到书签|未知的文档属性名称|文档中没有指定样式的文字|未找到目录项|超链接引用无效)。?"
    r"|Error! (?:Reference source not found|Bookmark not defined|Hyperlink reference not valid)\.?"
)
_PROMPT = re.compile(
    r"(?:单击|点击)(?:或(?:点击|单击|轻触))?此处(?:输入|键入|添加)[^。，；\s]{0,12}。?|选择一项。|请在此处?(?:输入|键入)[^。，；\s]{0,12}"
)
_BLANK = re.compile(r"[ \u00a0\u2000-\u200a\u3000\t]{2,}|[\u3000\t]|^[ \u00a0\u2000-\u200a]+$")


def settle(flow: Flow, settable: Settable) -> None:
    """Every piece of `flow` plain text; what could not be kept as it is goes to `flow.aside`."""
    for para in flow.paragraphs():
        _Settler(para, flow, settable).settle()


class _Settler:
    def __init__(self, para: Para, flow: Flow, settable: Settable) -> None:
        self._para, self._flow, self._settable = para, flow, settable

    def settle(self) -> None:
        self._struck()
        pieces = self._para.pieces
        for index, piece in enumerate(pieces):
            text = piece.text
            if piece.underlined:
                text = _BLANK.sub(lambda blank: "_" * sum(map(_width, blank[0])), text)
            script = ""
            if piece.script and text.strip() and not piece.style.lower().startswith(("footnote ref", "endnote ref")):
                following = pieces[index + 1].text if index + 1 < len(pieces) else ""
                before = pieces[index - 1].text[-1:] if index else ""
                if self._stays(self._near(text), piece.script, before) and not self._known(text, piece.script, following):
                    script = piece.script
                else:
                    text = self._script(text, piece.script, following)
            pieces[index] = replace(piece, text=self._near(text), script=script, underlined=False)
        for kind, pattern in (("reference", _BROKEN), ("prompt", _PROMPT)):
            for match in pattern.finditer(self._para.text):
                self._aside(kind, match[0])

    def _struck(self) -> None:
        words = ""
        kept: list[Piece] = []
        for piece in [*self._para.pieces, Piece("")]:
            if piece.struck and not piece.note:
                words += piece.text
                continue
            if words.strip():
                self._aside("struck", words.strip())
            words = ""
            kept.append(replace(piece, struck=False))
        self._para.pieces = [piece for piece in kept if piece.text or piece.note]

    @staticmethod
    def _stays(text: str, script: str, before: str) -> bool:
        """Whether a report can say that `text` stands high or low after `before`; PM2.5 is written as it is read."""
        if script == "sub" and re.fullmatch(r"\d+\.\d+", text):
            return False
        return script_marks.written(text, f"{script}script", before) is not None

    def _known(self, text: str, script: str, following: str) -> str:
        """The characters of Unicode that are `text`, raised or lowered; "" where it has none, or no face has them."""
        bare = text.strip()
        if script == "super":
            if bare in ("o", "O", "0", "。", "○", "〇") and following.lstrip()[:1] in ("C", "F"):
                return "°"
            if bare in _NAMED:
                return _NAMED[bare]
        known = "".join(_scripts(script).get(_LIKE.get(char, char), "\0") for char in bare)
        return known if "\0" not in known and all(map(self._settable, known)) else ""

    def _script(self, text: str, script: str, following: str) -> str:
        """As it can be said in characters, where the report can hold it neither as one of Unicode nor by a mark."""
        if known := self._known(text, script, following):
            return known
        new = bare = text.strip()
        if _POWER.fullmatch(bare) and not (script == "sub" and re.fullmatch(r"\d+\.\d+", bare)):  # PM2.5 is written so
            sign = "^" if script == "super" else "_"
            new = f"{sign}{bare}" if bare.strip("+-−").isalnum() else f"{sign}({bare})"
        self._aside(f"{script}script", bare if new == bare else f"{bare} → {new}")
        return new

    def _near(self, text: str) -> str:
        if not any(char in _NEAR for char in text):
            return text
        changed = {char: _NEAR[char] for char in text if char in _NEAR and not self._settable(char)}
        for char, new in changed.items():
            self._aside("sign", f"{char} → {new}")
        return "".join(changed.get(char, char) for char in text)

    def _aside(self, kind: str, words: str) -> None:
        self._flow.aside.append(Remark(kind, words, self._para.number))


@cache
def _scripts(script: str) -> dict[str, str]:
    """Character → the one that stands high or low, from Unicode's own decompositions."""
    found: dict[str, str] = {}
    for code in (0xB2, 0xB3, 0xB9, *range(0x1D00, 0x1DC0), *range(0x2070, 0x20A0)):  # not ª º, which are ordinals
        kind, _, base = unicodedata.decomposition(chr(code)).partition(" ")
        if kind == f"<{script}>" and " " not in base:
            found.setdefault(chr(int(base, 16)).replace("−", "-"), chr(code))
    return found


def _width(char: str) -> int:
    """Of a blank, in half-width characters."""
    return 4 if char == "\t" else 2 if char in "\u3000\u2003" else 1
