"""Example issues, damaged at random: an output or findings with their places, never a traceback, never a hang.

`make test-slow` damages 400 issues, CI a few (`slices.py`). A seed that fails is its own test case.
"""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from read_support import ending
from slices import share

from briefing import build, check
from briefing.core.errors import BriefingError, ExitCode, InputError, Severity

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ("2022-17", "2022-08-xinxi")
SEEDS = range(share(400))
#: What people paste, what editors leave behind, and what parsers stumble over.
SCRAPS = (
    "《", "》", "“", "”", "（", "）", "**", "*", "`", "#", "## ", "# ", "> ", "- ", "1. ", "|", "| --- |", "\n", "\n\n", "\t",
    "　", "　　", "\r\n", "![图](tu1.png)", "![图](../a.png)", "![](x.png){width=9999mm}", "[^1]", "[^1]: 注", "<b>", "&lt;",
    "&#0;", "\\", "  \n", "---\n", ": ", "- a: [", "{", "}", "&a", "*a", "!!str", "'", '"', "012", "~", "2022-02-30",
    "\u200b", "\ufeff", "\u202e", "e\u0301", "𠮷", "\U0001f600", "\x07", "\u2028", "喆", "①", "Ａ", "——", "……", "－",
    "\n::: 框 题\n\n", "\n::: 批示 省长 2022-05-13\n", "\n::: 两栏\n\n", "\n::: 并排\n", "\n::: 宽页\n\n", "\n::: 折页\n\n",
    "\n::: 二维码\nhttps://example.gov.cn/a?b=1\n", "\n::: 落款\n甲办\n", "\n:::\n\n", "::", "{total}",
    "{widths=1,3 align=decimal}", "{head=2}", "{size=小五}", "| ^^ |", "| << |", "<br>", "zhangsan@mail.example.gov.cn", "～～",
    "==", "$x$", "第" * 300, "a" * 300, "表1\n\n| 甲 | 乙 |\n| --- | --: |\n| 1 | 2 |\n\n注：无\n",
)  # fmt: skip


def damaged(data: bytes, chance: random.Random) -> bytes:
    """One to six edits: bytes or characters lost, doubled, exchanged or put in."""
    for _ in range(chance.randint(1, 6)):
        if chance.random() < 0.15:
            at = chance.randrange(len(data) + 1)
            data = data[:at] + bytes([chance.randrange(256)]) + data[at + chance.randint(0, 2) :]
            continue
        text = data.decode("utf-8", "surrogateescape")
        at = chance.randrange(len(text) + 1)
        end = min(len(text), at + chance.randint(0, 12))
        match chance.randrange(4):
            case 0:
                text = text[:at] + text[end:]
            case 1:
                text = text[:end] + text[at:end] * chance.randint(1, 3) + text[end:]
            case 2:
                text = text[:at] + chance.choice(SCRAPS) + text[at:]
            case 3:
                lines = text.split("\n")
                one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
                lines[one], lines[other] = lines[other], lines[one]
                text = "\n".join(lines)
        data = text.encode("utf-8", "surrogateescape")
    return data


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_a_damaged_issue_gives_an_output_or_findings(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    folder = tmp_path / "2022-17"
    shutil.copytree(ROOT / "issues" / EXAMPLES[seed % 2], folder)
    for path in sorted(folder.iterdir()):
        if path.suffix in (".md", ".yaml") and chance.random() < 0.5:
            path.write_bytes(damaged(path.read_bytes(), chance))
    with ending():
        found = check(folder)
    for item in found:
        assert item.message
        if item.span and (folder / item.span.file).is_file():
            lines = (folder / item.span.file).read_bytes().count(b"\n") + 1
            assert 1 <= item.span.line <= lines and item.span.column >= 1, item
    if seed % 4 or any(item.code.startswith("folder") for item in found if item.severity is Severity.ERROR):
        return
    try:
        made = build(folder, output=tmp_path / "build")
    except BriefingError as error:
        assert isinstance(error, InputError), error
        assert error.exit_code is ExitCode.INPUT and not (tmp_path / "build").exists()
    else:
        assert all(Path(file).stat().st_size for file in made.files)
