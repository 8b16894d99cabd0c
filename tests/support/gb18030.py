"""Which Han characters the levels of GB 18030-2022 ask for, by the numbers that the standard itself names."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

#: Level 1: the Han characters of the one- and two-byte codes, 扩充A, and U+9FA6–9FEF: 27,584.
_BASIC = range(0x4E00, 0x9FF0)
_A = range(0x3400, 0x4DB6)
_UNIFIED_AMONG_COMPATIBLE = (*map(ord, "\ufa0e\ufa0f\ufa11\ufa13\ufa14\ufa1f\ufa21\ufa23\ufa24\ufa27\ufa28\ufa29"),)
_RADICALS = (*map(ord, "⺁⺄⺈⺋⺌⺗⺧⺪⺮⺳⺶⺷⺻⻊"),)
#: Two-byte codes that are no ideographs of their own, and those six that GB 18030-2022 moved above U+FFFF.
_BESIDES = (
    *map(ord, "〇\uf92c\uf979\uf995\uf9e7\uf9f1\ufa0c\ufa0d\ufa18\ufa20"),
    *(0x20087, 0x20089, 0x200CC, 0x215D7, 0x2298F, 0x241FE),
)
#: Level 3: 扩充B to F as Unicode 11 had them.
_ABOVE = ((0x20000, 0x2A6D7), (0x2A700, 0x2B735), (0x2B740, 0x2B81E), (0x2B820, 0x2CEA2), (0x2CEB0, 0x2EBE1))


def level_1() -> list[str]:
    """The 27,584, and what else the two-byte codes hold."""
    return sorted({chr(code) for code in (*_BASIC, *_A, *_UNIFIED_AMONG_COMPATIBLE, *_RADICALS, *_BESIDES)})


@cache
def level_2() -> list[str]:
    """What level 2 adds: the 196 of 通用规范汉字表 that level 1 lacks."""
    return list(json.loads((Path(__file__).parent / "gb18030_level2.json").read_text("ascii")))


def level_3() -> list[str]:
    """What level 3 adds."""
    return [chr(code) for first, past in _ABOVE for code in range(first, past)]
