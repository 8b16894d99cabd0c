"""A name with a rare character is a name everywhere, because what Han is stands in one place."""

from __future__ import annotations

import re

import pytest
from check_support import codes, example
from product_code import PACKAGE

from briefing.core.han import HAN, all_han, is_han
from briefing.importing.placing import stem
from briefing.typeset.title_units import units

#: These ask for something else: what a Chinese encoding would give, what a text usually holds, what XML 1.0 takes for a name,
#: what every face has.
_OTHERS = {"core/han.py", "core/decode.py", "importing/text.py", "press/xjdf.py", "house/print_settings.py"}


@pytest.mark.parametrize("char", "人〇㛃䶮龥鿏\ufa0e\u2f08𠅤𪚥𫖯𬭊𰻝")
def test_every_plane_is_han(char: str) -> None:
    assert is_han(char) and all_han(f"王{char}")
    assert re.fullmatch(f"[{HAN}]", char)


@pytest.mark.parametrize("char", ["", "A", "，", "々", "か", "ㄅ", "①", "𝐀", "🙂", "䷀", "　"])
def test_nothing_else_is(char: str) -> None:
    assert not is_han(char)
    assert not re.fullmatch(f"[{HAN}]", char)


def test_no_module_says_it_again() -> None:
    said = re.compile(r"\\u4e00|\\u3400|\\u9fa5|一-[龥鿿]|[0０]x4e00", re.IGNORECASE)
    paths = {path.relative_to(PACKAGE).as_posix(): path for path in PACKAGE.rglob("*.py")}
    assert not {name for name, path in paths.items() if said.search(path.read_text("utf-8"))} - _OTHERS


@pytest.mark.parametrize("char", "明㛃𬭊")
def test_a_name_is_a_name(char: str) -> None:
    title = f"市民政局局长欧阳{char}带队检查"
    words = [(0, 1), (1, 4), (4, 6), (6, 8), (8, 9), (9, 11), (11, 13)]
    assert f"局长欧阳{char}" in {title[unit.start : unit.end] for unit in units(title, words)}
    assert stem(f"王{char}.docx") == f"王{char}"
    assert "order-titles" in codes(example(f"副市长王{char}、市长李建国出席会议。"))
