"""Every `:::` block, used wrongly in every way: told at its place, or sound; never a fault of ours."""

from __future__ import annotations

import itertools
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from read_support import png

from briefing.building import stages
from briefing.core.errors import InputError
from briefing.files.world import World
from briefing.source.containers import NAMES

KINDS = tuple(name for name in NAMES if not name.isascii())
#: What each may hold, and what it says on its first line.
HELD = {"并排": "![甲](a.png)\n![乙](a.png)", "落款": "省文明办\n2022年5月13日", "二维码": "扫一扫"}
SAID = {"批示": " 省委书记 张三", "二维码": " https://example.cn/a"}
#: Containers that hold any other: these are sound.
LEAVES = {"宽页", "折页"}
#: Such as may stand in an item of 简讯 after its paragraph.
IN_BRIEFS = {"批示", "框", "编者按", "链接", "背景", "并排", "二维码"}


def block(kind: str, said: str | None = None, held: str | None = None) -> str:
    first = f"::: {kind}{SAID.get(kind, '') if said is None else said}"
    return f"{first}\n{HELD.get(kind, '一段文字。') if held is None else held}\n:::"


def wrong_uses(kind: str) -> Iterator[tuple[str, str]]:
    """What is wrong, and the Markdown."""
    sound = block(kind)
    yield "empty", f"::: {kind}{SAID.get(kind, '')}\n:::" if kind != "二维码" else "::: 二维码\n:::"
    yield "unclosed", sound.removesuffix("\n:::")
    yield "closed twice", f"{sound}\n:::"
    yield "setting", block(kind, f"{SAID.get(kind, '')} {{width=90mm}}")
    yield "misspelt", sound.replace(kind, f"{kind}框框", 1)
    yield "glued", sound.replace(f"::: {kind}", f"::: {kind}甲乙", 1)
    yield "full width", sound.replace(":::", "：：：")
    yield "in a list", f"- 一项\n\n  {sound}".replace("\n", "\n  ")
    yield "in a quotation", "> " + sound.replace("\n", "\n> ")
    yield "indented", "    " + sound.replace("\n", "\n    ")
    yield "a title in it", block(kind, held="# 标题")
    yield "a rule in it", block(kind, held="甲\n\n---\n\n乙")


NESTED = tuple((outer, inner) for outer, inner in itertools.product(KINDS, KINDS) if outer not in LEAVES or inner in LEAVES)


@cache
def picture() -> bytes:
    return png(600, 400, zlib.compress((b"\0" + b"\x80" * 600) * 400))


def told(folder: Path, text: str, brief: bool = False) -> list[str]:
    """Codes of the findings, all with places; the issue is composed where there is no error."""
    folder.mkdir(exist_ok=True)
    form = ", form: 简讯" if brief else ""
    head = "house: gb9704\nnumber: 6\ndate: 2022-06-24\nnameplate: 简报\noffices: 某办\n"
    (folder / "issue.yaml").write_text(f"{head}sections: [{{name: 栏目, reports: [01.md]{form}}}]\n", "utf-8")
    (folder / "01.md").write_text(f"{'' if brief else '# 标题'}\n\n先写一段。\n\n{text}\n", "utf-8")
    (folder / "a.png").write_bytes(picture())
    try:
        read = stages.read(folder, World(folder))
    except InputError as error:
        assert all(item.span is not None and item.message and item.hint for item in error.diagnostics), error.diagnostics
        assert all(item.span is not None and item.span.file.endswith("01.md") for item in error.diagnostics)
        return [item.code for item in error.diagnostics]
    stages.compose(read)
    return [item.code for item in read.findings.items if item.span is not None and item.span.file.endswith("01.md")]


@pytest.mark.parametrize("kind", KINDS)
def test_every_wrong_use_is_told(tmp_path: Path, kind: str) -> None:
    for name, text in wrong_uses(kind):
        assert told(tmp_path / "a", text), (name, text)


def test_nothing_stands_where_it_must_not(tmp_path: Path) -> None:
    for outer, inner in NESTED:
        text = block(outer, held=f"{HELD.get(outer, '一段文字。')}\n\n{block(inner)}")
        codes = told(tmp_path / "a", text)
        sound = inner == "并排" and outer not in {"两栏", "并排", "落款", "二维码"}
        assert bool(codes) != sound, (outer, inner, codes)


@pytest.mark.parametrize("kind", KINDS)
def test_in_briefs(tmp_path: Path, kind: str) -> None:
    assert bool(told(tmp_path / "a", block(kind), brief=True)) != (kind in IN_BRIEFS or kind == "两栏")
    assert told(tmp_path / "a", f"---\n\n{block(kind)}", brief=True) or kind == "两栏"


@pytest.mark.parametrize("kind", KINDS)
def test_the_right_use_is_sound(tmp_path: Path, kind: str) -> None:
    assert told(tmp_path / "a", block(kind)) == []
