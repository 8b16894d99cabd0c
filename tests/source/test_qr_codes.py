"""`::: 二维码 https://…`: read, told where wrong, drawn module by module, and back from the DOCX."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import segno

from briefing.files import world
from briefing.model.blocks import QrCode
from briefing.model.text_lines import plain
from briefing.rendering.qr_path import QUIET, qr_path
from briefing.source.markdown import read_report
from briefing.source.write import markdown

URL = "https://www.example.gov.cn/a_b*c~d/art_1.html?id=35&lang=zh#x"


def read(folder: Path, text: str) -> tuple[QrCode | None, list[tuple[str, int]]]:
    (folder / "a.md").write_text(f"# 题\n\n文。\n\n{text}\n\n文。\n", encoding="utf-8")
    article, findings = read_report(world.Root(folder), "a.md")
    found = [block for block in article.blocks if isinstance(block, QrCode)] if article else []
    return found[0] if found else None, [(item.code, item.span.line) for item in findings.items if item.span]


@pytest.mark.parametrize("text", [f"::: 二维码 {URL}\n扫码阅读\n:::", f"::: qr <{URL}>\n\n扫码阅读\n\n:::"])
def test_an_address_and_its_caption(tmp_path: Path, text: str) -> None:
    code, findings = read(tmp_path, text)
    assert findings == [] and code is not None
    assert (code.url, plain(code.caption)) == (URL, "扫码阅读")
    article, _ = read_report(world.Root(tmp_path), "a.md")
    assert article is not None
    again, _ = read(tmp_path, markdown(article).split("\n\n", 2)[2])
    assert again is not None and (again.url, plain(again.caption)) == (URL, "扫码阅读")


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("::: 二维码\n扫码\n:::", "qr-code", 5),
        ("::: 二维码 www.example.gov.cn\n:::", "qr-code", 5),
        ("::: 二维码 https://a.cn/b c\n:::", "qr-code", 5),
        ("::: 二维码 https://a.cn/" + "x" * 300 + "\n:::", "qr-code", 5),
        ("::: 二维码 https://a.cn/\n甲\n\n乙\n:::", "box-content", 8),
        ("::: 二维码 https://a.cn/\n- 甲\n:::", "box-content", 6),
        ("::: 二维码 https://a.cn/\n甲", "box-end", 5),
    ],
)
def test_what_is_wrong_is_told_at_its_place(tmp_path: Path, text: str, code: str, line: int) -> None:
    assert (code, line) in read(tmp_path, text)[1]


def test_every_module_is_drawn() -> None:
    """The bars of the path cover the black modules of the code and no others."""
    for url in (URL, "https://a.cn/" + "x" * 280):
        found = qr_path(url)
        black = {
            (int(x) + step, int(y))
            for x, y, wide in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", found["path"])
            for step in range(int(wide))
        }
        matrix = segno.make_qr(url, error="m").matrix
        assert black == {(x + QUIET, y + QUIET) for y, row in enumerate(matrix) for x, on in enumerate(row) if on}
        assert found["size"] == len(matrix) + 2 * QUIET
