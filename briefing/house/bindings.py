"""How copies are bound, and on which sheets of paper they are printed: tables. What a binding does to pages is in `press/`."""

from __future__ import annotations

import re
from typing import Literal

from briefing.core.records import dataclass

#: `nested`: folded sheets laid into one another; `signatures`: several such sections 书帖 on one another; `leaves`: cut sheets.
Making = Literal["nested", "signatures", "leaves"]
Fastening = Literal["fold staples", "side staples", "corner staple", "glue", "none"]


@dataclass(frozen=True, slots=True)
class Binding:
    """One way to bind. `words`: what in a house's words means it. With fewer pages than `least` it is not possible, and
    `otherwise` is done. `thickest`, `thinnest`: of the closed copy, mm; beyond them `better` is advised."""

    name: str
    words: tuple[str, ...]
    making: Making
    fastening: Fastening
    least: int = 1
    otherwise: str = ""
    thickest: float | None = None
    thinnest: float | None = None
    better: str = ""
    printed_sides: int = 2

    @property
    def unit(self) -> int:
        """What the number of pages is filled up to a multiple of."""
        return 4 if self.making != "leaves" else self.printed_sides


#: The most specific words first: 无线胶装 is glued, 骑马订两钉 is stapled in the fold.
BINDINGS = (
    Binding("骑马订", ("骑马", "骑订"), "nested", "fold staples", 5, "对折不订", thickest=3.25, better="胶装"),
    Binding("胶装", ("胶装", "胶订", "胶钉", "锁线"), "signatures", "glue", 5, "对折不订", thinnest=2.0, better="骑马订"),
    Binding(
        "平订",
        ("平订", "平钉", "侧订", "侧钉", "侧两钉", "侧二钉", "边两钉"),
        "leaves",
        "side staples",
        3,
        "单张双面",
        thickest=5.0,
        better="胶装",
    ),
    Binding("左上角一钉", ("左上角", "角钉", "一钉"), "leaves", "corner staple", 3, "单张双面", thickest=3.0, better="平订"),
    Binding("对折不订", ("对折", "折页"), "nested", "none", 3, "单张双面", thickest=0.85, better="骑马订"),
    Binding("单张单面", ("单面",), "leaves", "none", printed_sides=1),
    Binding("单张双面", ("单张", "双面", "散页"), "leaves", "none"),
)
NAMES = tuple(binding.name for binding in BINDINGS)


#: What may be written for a binding, to whoever wrote something else.
ADVICE = f"可以写 {'、'.join(NAMES)}，只写一种；后面可以再写要求，如“骑马订两钉”。"
#: 不要骑马订, 别用胶装. 对折不订 is no such word: what stands right before the name of a binding must be about it.
_NOT = re.compile(r"(?:不[要用采必得能可宜]?|别|勿|无[需须]|禁止|而非|不再)(?:再|要|用|使用|采用|采取|做成?|搞)?\s*[“「『]?$")


def binding_of(words: str) -> Binding | None:
    """The binding that a house's or an editor's words mean; None if it is unknown, or left open (胶装或平订)."""
    said = [binding for binding in BINDINGS if any(_meant(word, words) for word in binding.words)]
    return said[0] if len(said) == 1 or (said and "或" not in words) else None


def _meant(word: str, words: str) -> bool:
    """Whether `word` stands among `words` and is not what they forbid."""
    return any(not _NOT.search(words[: match.start()]) for match in re.finditer(word, words))


def binding_named(name: str) -> Binding:
    """That of BINDINGS which is called so."""
    return next(binding for binding in BINDINGS if binding.name == name)


def possible(binding: Binding, pages: int) -> Binding:
    """`binding`, or what is done with so few pages."""
    while pages < binding.least:
        binding = binding_named(binding.otherwise)
    return binding


@dataclass(frozen=True, slots=True)
class Stock:
    """Paper as it goes into the machine, mm, the long edge first. `press`: an offset press, which holds it at an edge."""

    name: str
    long: float
    short: float
    press: bool


#: A4, A3, A2 are ISO 216; SRA sizes ISO 217; 8开, 4开, 对开 are cut from whole sheets of 890 × 1240 mm (GB/T 788-1999, A series).
STOCKS = (
    Stock("A4", 297, 210, False), Stock("SRA4", 320, 225, True), Stock("A3", 420, 297, False), Stock("8开", 445, 310, True),
    Stock("SRA3", 450, 320, True), Stock("A2", 594, 420, False), Stock("4开", 620, 445, True), Stock("SRA2", 640, 450, True),
    Stock("对开", 890, 620, True), Stock("SRA1", 900, 640, True),
)  # fmt: skip
STOCK_NAMES = tuple(stock.name for stock in STOCKS)
