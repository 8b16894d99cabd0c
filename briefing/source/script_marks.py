"""m^2^ and H~2~O: what is raised and lowered in a report: short, no spaces or marks in it, after what it belongs to. Pure.

A ~ leans on a letter or a bracket, and holds letters and figures: 3~5天、6~8天 is two ranges.
"""

from __future__ import annotations

from briefing.core.pattern import Pattern

_SUPER = r"[^\s^~*_`$\[\]<>\\|]{1,20}"
_SUB = r"[0-9A-Za-z\u0370-\u03ff+\-\u2212=(),.]{1,10}"
MARK = Pattern(
    rf"(?<=[^\s^\\])\^(?P<superscript>{_SUPER})\^"
    rf"|(?:(?<=[^\W\d_\u2e80-\uffff])|(?<=[)\]*^]))~(?P<subscript>{_SUB})~(?!~)",
    "^",
    "~",
)
#: What stands before and after each kind, and what may stand in it.
_SIGNS = {"superscript": ("^", Pattern(_SUPER)), "subscript": ("~", Pattern(_SUB))}


def script_at(text: str, place: int) -> tuple[str, str] | None:
    """What is raised or lowered by the mark at `place` of `text`, and which of the two."""
    match = MARK.match(text, place) if text[place] in "^~" and not within_address(text, place) else None
    return None if match is None or match.lastgroup is None else (match[match.lastgroup], match.lastgroup)


def written(text: str, kind: str, before: str) -> str | None:
    """`text`, raised or lowered, as it is written after `before`; None where nothing would be read so."""
    sign, allowed = _SIGNS[kind]
    mark = f"{sign}{text}{sign}"
    return mark if allowed.fullmatch(text) and script_at(before[-1:] + mark, len(before[-1:])) else None


def places(text: str, before: str = "") -> list[int]:
    """Where `text` would be read as a mark, standing after `before`."""
    if "^" not in text and "~" not in text:
        return []
    start = len(before[-1:])
    return [place for place in range(len(text)) if script_at(before[-1:] + text, start + place)]


def raised(text: str) -> list[str]:
    """All that is raised or lowered in the Markdown `text`."""
    return [match[match.lastgroup] for match in MARK.finditer(text) if match.lastgroup]


def within_address(line: str, index: int) -> bool:
    """Whether a sign belongs to an address of the net: https://a.cn/~x~/."""
    first = max(0, index - 300)
    start = max(line.rfind("://", first, index), line.rfind("www.", first, index))
    return start >= 0 and all("!" <= char <= "~" for char in line[start:index])
