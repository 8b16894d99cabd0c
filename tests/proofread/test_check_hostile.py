"""Texts that nobody writes: the rules neither fall over nor grind to a halt."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from check_support import issue, said
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.core.errors import Span
from briefing.files.world import World
from briefing.model.blocks import Heading, Paragraph
from briefing.model.bulletin import Article, Issue, Section
from briefing.model.issue_parts import Colophon, Contents, Masthead, Number
from briefing.model.text_lines import Text
from briefing.proofread.proofreader import findings, galley
from briefing.proofread.words import load_words
from briefing.source import foreign_marks, typed_marks

WORDS = load_words(World(ROOT / "issues" / "2022-17"), ("jiangsu-jingshen-wenming", "gb9704"))
#: Repeated to the limit of a paragraph, each of these makes some pattern try every place again.
PIECES = [
    "约", "约10", "超过", "超过1", "1-", "1-1", "2022年", "5月", "“", "”", "“‘", "（", "（以下简称“甲”）",
    "是", "一是", "一是；", "第一，", "南京、", "市长", "市长张", "副市长张三、", "的", "的的", "习近平",
    "习近平新时代", "习近平新时代中国特色", "减少", "减少1", "附件", "见附件1", "　", " ", "1 ", "甲 1", "-", "—",
    "…", "。", "，，", "合计", "不低于", "甲乙", "甲乙丙", "至", "截止", "a.b", "a@b.", "http://", ".", "(", "()",
    "'", '"', "①", "1.", "、1、", "全市共有人口1万人", "http://a.", "〔2022〕", "〔2022〕5", "周一-", "简称", "称",
    "（称", "等", "等…", "0", "05月", "做出", "反应",
]  # fmt: skip


def proof(*texts: str, heading: bool = False) -> int:
    """How many findings an issue of these paragraphs has."""
    here = Span("a.md", 1, 1)
    blocks = [Heading(1, (Text(text, here),), here) if heading else Paragraph((Text(text, here),), here) for text in texts]
    article = Article((Text("标题", here),), tuple(blocks), here, "a.md")
    section = Section("", (article,), here)
    issue = Issue("2022-17", "x", Masthead(), Number(17), None, None, Contents("none"), (section,), Colophon(), here)
    return len(findings(galley(issue, WORDS), {}))


@pytest.mark.parametrize("size", [3_000, pytest.param(10_000, marks=pytest.mark.slow)])
def test_long_paragraphs_do_not_blow_up(size: int) -> None:
    """In a process of its own whose processor time is limited far above what linear work needs: a few seconds for all."""
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_CPU, (60, 60)); sys.path[:0] = sys.argv[1:]\n"
        "import test_check_hostile as hostile\n"
        f"for piece in hostile.PIECES: hostile.proof((piece * {size})[:{size}])\n"
    )
    arguments = [sys.executable, "-c", code, *(str(ROOT / "tests" / part) for part in ("proofread", "support", "")), str(ROOT)]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.text("一二是、（）1.2①“”‘’《》，。；的了年月日05-—…至约超过以上市长张南京苏州附件见简称做出截止目前 \n", max_size=60),
        max_size=5,
    ),
    st.booleans(),
)
def test_any_text_can_be_proofread(texts: list[str], heading: bool) -> None:
    assert proof(*texts, heading=heading) >= 0


@pytest.mark.parametrize("piece", ["~~", "==a", "＊a", "**a＊", "［^a", "![](", "｜", "$a", "a^", "{{", "此处", "［a］（http://"])
def test_long_lines_of_typed_marks_do_not_blow_up(piece: str) -> None:
    """Two lines as long as a paragraph may be: hundredths of a second."""
    start = time.process_time()
    lines = [(piece * 10_000)[:10_000]] * 2
    list(typed_marks.check("a.md", lines, bool, never))
    list(foreign_marks.check("a.md", lines, never))
    assert time.process_time() - start < 5


def never(code: str, line: int) -> bool:
    return False


def test_an_issue_with_nothing_to_read(tmp_path: Path) -> None:
    assert said(issue(tmp_path, "# 标题\n\n——\n")) == []
