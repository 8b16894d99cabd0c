"""Which characters sound alike but for their tone: `same_sounds.txt`, a line for each syllable. As many people say and type
them, zh, ch and sh are z, c and s here, and ng is n."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path


def homophones(char: str) -> frozenset[str]:
    """The characters that sound like `char`, itself among them; none for one that is not in the list."""
    return _groups().get(char, frozenset())


@cache
def _groups() -> dict[str, frozenset[str]]:
    groups: dict[str, str] = {}
    for line in Path(__file__).with_name("same_sounds.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            syllable, _, chars = line.partition(" ")
            told = re.sub("ng$", "n", re.sub("^([zcs])h", r"\1", syllable))
            groups[told] = groups.get(told, "") + chars
    found: dict[str, frozenset[str]] = {}
    for group in map(frozenset, groups.values()):
        for char in group:
            found[char] = found[char] | group if char in found else group
    return found
