"""Characters in a circle, a box or parentheses, as Unicode has them. Pure."""

from __future__ import annotations

import unicodedata
from functools import cache

#: What Word's dialogue 带圈字符 and people put around a character.
SIGNS = "○◯〇⃝□△▽◇"
_ROUND = "○◯〇⃝"
_BLOCKS = ((0x2460, 0x24FF), (0x3200, 0x32FF))


@cache
def _table() -> dict[str, str]:
    """Content → the character in a circle, from Unicode's own decompositions."""
    found: dict[str, str] = {}
    for first, last in _BLOCKS:
        for char in map(chr, range(first, last + 1)):
            kind, _, content = unicodedata.decomposition(char).partition(" ")
            if kind == "<circle>":
                found.setdefault("".join(chr(int(code, 16)) for code in content.split()), char)
    return found


def enclosed(content: str, sign: str) -> str:
    """The one character that is `content` inside `sign`, "" where there is none."""
    content = unicodedata.normalize("NFKC", content.strip())
    if sign in _ROUND:
        return _table().get(content) or _table().get(content.upper() if content.islower() and len(content) > 1 else content, "")
    return {"□√": "☑", "□✓": "☑", "□×": "☒"}.get(sign + content, "")
