"""Papers, by the words of their names: how thick they are, how much ink they bear, for which printing conditions they are."""

from __future__ import annotations

import re
from typing import Literal

from briefing.core.records import dataclass

Surface = Literal["涂布", "不涂布", "新闻"]


@dataclass(frozen=True, slots=True)
class Paper:
    """A kind of paper. `bulk`: volume of a gram, cm³; `ink_limit`: per cent of ink that offset lays on it, all inks together."""

    words: tuple[str, ...]
    bulk: float
    surface: Surface
    ink_limit: float


#: The most specific words first.
PAPERS = (
    Paper(("铜版", "铜板"), 0.87, "涂布", 320),
    Paper(("哑粉", "亚粉", "轻涂", "涂布"), 0.95, "涂布", 320),
    Paper(("轻型",), 1.8, "不涂布", 260),
    Paper(("新闻",), 1.5, "新闻", 240),
    Paper(("书写", "复印"), 1.3, "不涂布", 260),
    Paper(("胶版", "双胶", "道林"), 1.25, "不涂布", 280),
)
#: Of paper that nobody knows by its name.
_BULK, INK_LIMIT = 1.25, 300.0
#: Of paper that is printed on in sheets, g/m².
_LIGHTEST, _HEAVIEST = 20, 600
_GRAMS = re.compile(r"(\d{2,3}(?:\.\d+)?) *(?:克|g)", re.IGNORECASE)
#: As somebody may write it, whatever it is.
_ANY_GRAMS = re.compile(r"(-?\d+(?:\.\d+)?) *(?:克|g(?![a-z]))", re.IGNORECASE)
#: Printing conditions and the profiles that describe them, by what their names say.
_CONDITIONS: tuple[tuple[str, Surface], ...] = (
    (r"ifra|news|crpc ?1\b|crpc ?2\b|新闻", "新闻"),
    (r"uncoated|fogra ?(?:29|30|44|47|52)(?!\d)|crpc ?3\b|胶版|双胶|不涂布|非涂布", "不涂布"),
    (r"coated|fogra ?(?:27|28|39|40|41|45|46|51)(?!\d)|gracol|swop|crpc ?[567]\b|铜版|涂布", "涂布"),
)


def paper_of(name: str) -> Paper | None:
    """The kind of paper that a house's words (80克胶版纸) mean; None if none is known by them."""
    return next((paper for paper in PAPERS if any(word in name for word in paper.words)), None)


def caliper(name: str) -> float | None:
    """Thickness of a leaf, mm, from the name of a paper; None where no weight is said."""
    grams, paper = _GRAMS.search(name), paper_of(name)
    return round(float(grams[1]) * (paper.bulk if paper else _BULK) / 1000, 3) if grams else None


def weight(name: str) -> float | None:
    """g/m², None where none is said."""
    grams = _GRAMS.search(name)
    return float(grams[1]) if grams else None


def wrong_weight(name: str) -> tuple[str, str] | None:
    """Why no paper of that name can be had, and what to write; None for one that can, or says no weight."""
    found = _ANY_GRAMS.search(name)
    if found is None or _LIGHTEST <= float(found[1]) <= _HEAVIEST:
        return None
    return f"没有 {found[1]} 克的纸", f"克重在 {_LIGHTEST} 到 {_HEAVIEST} 之间，如 80克胶版纸。"


def surface_of(*names: str) -> Surface | None:
    """For which paper a printing condition is, by its name or that of its profile; None where neither says."""
    for name in names:
        for pattern, surface in _CONDITIONS:
            if re.search(pattern, name.replace("_", " ").replace("-", " "), re.IGNORECASE):
                return surface
    return None
