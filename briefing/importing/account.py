"""Nothing lost: the file's own text, read a second time, against the Markdown as the reader of reports reads it.

What the file shows comes from `second.py`, which shares no reading with `word_document.py`.
Both sides are folded, so that what a repair may change (widths, spaces, quotes) counts as the same; a character that is gone is
found however it went. What is no part of the report must be named in a finding: those words count as said, too.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import field
from functools import cache

from briefing.core import lookalikes, unseen
from briefing.core.records import dataclass
from briefing.model import walk
from briefing.model.bulletin import Article

#: Marks that a repair exchanges for one another.
_ALIKE = str.maketrans({"。": ".", "、": ".", "“": '"', "”": '"', "‘": "'", "’": "'"})
#: What shows nothing, spaces, and places of symbol fonts, which only a table of signs can read.
_UNSEEN = re.compile(
    f"[\\s{unseen.INVISIBLE}\x00-\x1f\x7f-\x9f\u2028\u2029\ufffc\ufe00-\ufe0f\U000e0100-\U000e01ef\uf000-\uf0ff]+"
)
_WIDE = re.compile("[\uff00-\uffef]+")
#: A sign that begins a typed list's item, which a list of the report begins with a sign of its own.
_SIGN = re.compile(r"^\s*(?:[●•◦∙‣◆■▪▶➢➤◇○]\s*|[-–·*]\s*(?=\D))")
#: Signs that no face holds and a near one stands for.
_NEAR = str.maketrans(
    {"☑": "√", "✔": "√", "✅": "√", "☒": "■", "☐": "□", "✗": "×", "✘": "×", "✕": "×", "➢": "▶", "➤": "▶", "◯": "○"}
)


#: Between texts of which none may be found across the border to the next: no character (Unicode §23.7), so no text holds it.
APART = "\ufdd0"


@dataclass(frozen=True, slots=True)
class AccountedText:
    """Text of the file's paragraph `number` (0: unknown). `kind`: "text"; "super" and "sub", which must stand so; "loose",
    whose characters may be anywhere, since a formula is written otherwise than it is drawn."""

    number: int
    text: str
    kind: str = "text"


@dataclass(slots=True)
class FileReading:
    stretches: list[AccountedText] = field(default_factory=list)
    pictures: int = 0  # places where one is shown


@dataclass(frozen=True, slots=True)
class Lost:
    """Words of the file's paragraph `number` (0: unknown) that the Markdown does not hold."""

    number: int
    text: str


def lost(source: Sequence[AccountedText], said: str, left: Sequence[str] = ()) -> list[Lost]:
    """What of `source` neither `said` holds nor `left`, the words that findings name: each stretch must have a place of its
    own."""
    told = "\0".join([said, *left])
    held = folded(told)
    rest = bytearray(held.encode())  # what nobody has claimed yet
    gone: list[Lost] = []
    wanted: Counter[str] = Counter()
    firm = [(part, folded(part.text)) for part in source if part.kind == "text"]
    # the longest first, so that none takes the place of one that it is part of
    for part, text in sorted(firm, key=lambda entry: -len(entry[1])):
        bare = folded(_SIGN.sub("●", part.text, count=1))
        if not any(_claim(rest, form) for form in dict.fromkeys((text, bare, bare[1:] if _dashed(part.text) else text))):
            gone.append(Lost(part.number, part.text.strip()))
            wanted.update(text)
        else:
            wanted.update(text if not _SIGN.match(part.text) else bare[1:])
    short = wanted - Counter(held)
    # words that say the same thing twice may claim each other's places: nothing is gone where no character is short
    gone = [entry for entry in gone if (text := folded(entry.text)) not in held or short.keys() & set(text)]
    short -= Counter("".join(folded(entry.text) for entry in gone))
    gone += _scripts_gone(source, held, left)
    gone += _loose_gone(source, told)
    gone.sort(key=lambda entry: entry.number)
    return [*gone, Lost(0, "".join(sorted(short.elements())))] if short else gone


def _claim(rest: bytearray, text: str) -> bool:
    needle = text.encode()
    place = rest.find(needle)
    if place >= 0:
        rest[place : place + len(needle)] = b"\0" * len(needle)
    return place >= 0


def _dashed(text: str) -> bool:
    return text.lstrip()[:1] in ("-", "–", "·", "*")


def _scripts_gone(source: Sequence[AccountedText], held: str, left: Sequence[str]) -> Iterator[Lost]:
    """What stands high or low in the file must do so in the report, or be named: “10 → ^10”."""
    names = [_bare(words.partition(" →")[0]) for words in left]
    for part in source:
        if part.kind in ("super", "sub") and (bare := part.text.strip()):
            shown = "".join(_raised(part.kind).get(char, char) for char in bare.replace("−", "-"))
            named = any(_bare(bare) in name for name in names)
            usual = bare in ("TM", "tm", "o", "O", "0", "。", "○", "〇") and ("™" in held or "°" in held)
            if not (folded(shown) in held and shown != bare) and not named and not usual and bare not in "°℃®©′″％%":
                yield Lost(part.number, part.text)


def _bare(words: str) -> str:
    """Without the signs that may stand for places of a symbol font."""
    return re.sub("[√×■□●○◆★→]", "", folded(words))


def _loose_gone(source: Sequence[AccountedText], told: str) -> Iterator[Lost]:
    have = Counter(unicodedata.normalize("NFKC", told).casefold())
    for part in source:
        if part.kind == "loose":
            want = Counter("".join(unicodedata.normalize("NFKC", part.text).casefold().split()))
            if want - have:
                yield Lost(part.number, part.text)


@cache
def _raised(kind: str) -> dict[str, str]:
    """Character → the one that stands high or low."""
    chars = map(chr, (0xB2, 0xB3, 0xB9, *range(0x1D00, 0x1DC0), *range(0x2070, 0x20A0)))
    return {base: char for char in chars if (base := _base(char, kind))}


def _base(char: str, kind: str) -> str:
    mark, _, code = unicodedata.decomposition(char).partition(" ")
    return chr(int(code, 16)).replace("−", "-") if mark == f"<{kind}>" and " " not in code else ""


def article_texts(article: Article) -> Iterator[str]:
    """Everything the report says."""
    for text in walk.texts(article):
        match text.role:
            case "heading" | "item":
                yield text.label + text.text
            case "table-caption":
                yield text.text if text.text.startswith("表") or not text.text else f"表：{text.text}"
            case "contributor":
                yield f"（{text.text}）" if text.text else ""
            case "source":
                yield f"（来源：{text.text}）" if text.text else ""
            case _:
                yield text.text


def folded(text: str) -> str:
    """`text` without what repairs change."""
    usual = lookalikes.usual()
    if not usual.keys().isdisjoint(text):
        text = "".join(usual.get(char, char) for char in text)
    text = unicodedata.normalize("NFC", _WIDE.sub(lambda wide: unicodedata.normalize("NFKC", wide[0]), text))
    return re.sub("_+", "_", _UNSEEN.sub("", text.translate(_ALIKE).translate(_NEAR)))
