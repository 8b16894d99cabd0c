"""`check --fix` changes what its findings name and not a byte besides; a second run finds nothing left to fix."""

from __future__ import annotations

import itertools
import random
import tempfile
from pathlib import Path

import pytest
from check_support import fix_issue, issue, said
from conftest import Run
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bench.proofreading import CORPUS, cases
from briefing.core.errors import Edit, Span
from briefing.proofread import fixing
from briefing.proofread.manual import pages

PLANTED = [case.text for case in cases(CORPUS / "planted-seen.yaml") if "|" not in case.text and not case.issue]
CLEAN = [case.text for case in cases(CORPUS / "clean-seen.yaml") if "|" not in case.text and not case.issue]
SLIPS = [
    "，，",
    "（一）、",
    "２０２２年",
    "2022 年",
    "--",
    "...",
    "(以下称“甲”)",
    '"甲"',
    "〔2022〕第05号",
    "0",
    " ",
    ",",
    "、",
    "帐户",
    "“甲”、“乙”",
]


def applied(edits: list[Edit], text: str) -> str:
    """`text` with these edits of it, which follow one another and do not meet."""
    lines = text.split("\n")
    for edit in reversed(edits):
        line, start = lines[edit.span.line - 1], edit.span.column - 1
        assert line.startswith(edit.old, start), edit
        lines[edit.span.line - 1] = line[:start] + edit.new + line[start + len(edit.old) :]
    return "\n".join(lines)


@st.composite
def reports(draw: st.DrawFn) -> str:
    """Pieces like the corpus's, with slips of the keyboard anywhere in them."""
    paragraphs = draw(st.lists(st.sampled_from(PLANTED + CLEAN), min_size=1, max_size=3))
    text = "\n\n".join(paragraphs)
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(text)))
        text = text[:place] + draw(st.sampled_from(SLIPS)) + text[place:]
    return text


@settings(max_examples=16, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(reports(), st.sampled_from(["\n", "\r\n"]), st.booleans())
@example("参见财办农[2021]44号附表,，产粮大县奖励资金须专款专用。", "\n", False)  # the second round mends further right
@example("会议2 022年布署布署，，落实", "\r\n", True)
def test_only_what_is_named_changes_and_nothing_is_left(text: str, ending: str, bom: bool) -> None:
    whole = f"# 各地推进重点工作\n\n{text}\n"
    data = (b"\xef\xbb\xbf" if bom else b"") + whole.replace("\n", ending).encode()
    with tempfile.TemporaryDirectory() as name:
        place = issue(Path(name), data)
        yaml = (place / "issue.yaml").read_bytes()
        edits = fix_issue(place)
        after = (place / "01.md").read_bytes()
        assert after.startswith(b"\xef\xbb\xbf") is bom
        changed = after.decode("utf-8-sig")
        if ending == "\r\n":
            assert changed.count("\r\n") == changed.count("\n") == whole.count("\n")
        places = [(edit.span.line, edit.span.column, edit.span.column + len(edit.old)) for edit in edits]
        assert all(first[0] < then[0] or first[2] <= then[1] for first, then in itertools.pairwise(places))
        assert applied(edits, whole) == changed.replace("\r\n", "\n")
        assert (place / "issue.yaml").read_bytes() == yaml
        assert fix_issue(place) == []
        assert (place / "01.md").read_bytes() == after


def test_fixes_keep_gb18030(tmp_path: Path) -> None:
    data = "# 各地推进重点工作\r\n\r\n截至 5 月，帐户已开通，，共３个。\r\n".encode("gb18030")
    place = issue(tmp_path, data)
    fix_issue(place)
    assert (place / "01.md").read_bytes() == "# 各地推进重点工作\r\n\r\n截至5月，账户已开通，共3个。\r\n".encode("gb18030")


def test_yaml_is_fixed_too(tmp_path: Path) -> None:
    head = "house: jiangsu-jingshen-wenming  # 版式\nnumber: 17\ndate: 2022-05-13\nsummary: '会议布署，，工作'  # 摘要\n"
    place = issue(tmp_path, "各地抓好落实。", head)
    fix_issue(place)
    assert (place / "issue.yaml").read_text("utf-8") == head.replace("布署，，", "部署，")


def test_what_is_excused_or_quiet_is_not_fixed(tmp_path: Path, briefing: Run) -> None:
    place = issue(tmp_path / "issues", "作了布署。<!-- 校对：不查 word-wrong -->\n\n其它工作。")
    before = (place / "01.md").read_bytes()
    briefing("check", "17", "--baseline", "old.json", "--write-baseline")
    ran = briefing("check", "17", "--baseline", "old.json", "--fix")
    assert ran.code == 0 and (place / "01.md").read_bytes() == before


def test_the_command_fixes_and_says_so(tmp_path: Path, briefing: Run) -> None:
    place = issue(tmp_path / "issues", "会议对工作作了布署，，要求落实其它任务")
    ran = briefing("check", "17", "--fix")
    assert "改好 3 处" in ran.out and ran.code == 1  # the full stop is for a person to think about
    assert "会议对工作作了部署，要求落实其他任务\n" in (place / "01.md").read_text("utf-8")
    assert not [item for item in said(place) if item.fix]


def test_every_example_of_the_manual_is_mended_once(tmp_path: Path) -> None:
    """All at once: what one rule mends is nothing for another, and a second run finds nothing left."""
    bodies = [text for page in pages() for text in page.wrong if not text.startswith(("本期", "---"))]
    place = issue(tmp_path, "\n\n".join([*bodies, *PLANTED]))
    assert len(fix_issue(place)) >= 100
    after = (place / "01.md").read_bytes()
    assert fix_issue(place) == [] and (place / "01.md").read_bytes() == after


@given(st.data())
def test_edits_of_edits_are_edits_of_the_first_text(data: st.DataObject) -> None:
    text = data.draw(st.text("甲乙，\n", max_size=30))

    def some(of: str) -> list[Edit]:
        found = []
        for number, line in enumerate(of.split("\n"), 1):
            start = 0
            while start < len(line) and data.draw(st.booleans()):
                start = data.draw(st.integers(start, len(line) - 1))
                end = data.draw(st.integers(start + 1, len(line)))
                new = data.draw(st.text("丙丁", max_size=3))
                found.append(Edit(Span("a", number, start + 1, end - start), line[start:end], new))
                start = end
        return found

    first = some(text)
    then = some(applied(first, text))
    assert applied(fixing.joined(text, first, then), text) == applied(then, applied(first, text))


def test_an_issue_that_cannot_be_read_is_left_alone(tmp_path: Path) -> None:
    place = issue(tmp_path, "正文**没有配对，，其它。")
    before = (place / "01.md").read_bytes()
    assert fix_issue(place) == []
    assert (place / "01.md").read_bytes() == before


def test_permissions_stay(tmp_path: Path) -> None:
    place = issue(tmp_path, "其它工作。")
    (place / "01.md").chmod(0o640)
    assert fix_issue(place)
    assert (place / "01.md").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("data", "text", "edit", "kept"),
    [
        (b"abc", "abc", Edit(Span("a", 1, 2), "x", "y"), True),  # something else stands there
        (b"abc", "abc", Edit(Span("a", 9, 1), "a", "y"), True),  # no such line
        ("e\u0301b,".encode(), "éb,", Edit(Span("a", 1, 3), ",", "，"), True),  # the reader composed an accent
        (b"abc", "abc", Edit(Span("a", 1, 2), "b", "y"), False),
        (b"a\rb,c\r\n", "a\nb,c\n", Edit(Span("a", 2, 2), ",", "，"), False),
    ],
)
def test_an_edit_that_is_not_certain_is_left_out(data: bytes, text: str, edit: Edit, kept: bool) -> None:
    changed, applied = fixing.apply(data, text, [edit])
    assert (changed == data, applied == []) == (kept, kept)


def test_overlapping_edits_take_turns() -> None:
    edits = [Edit(Span("a", 1, 1, 2), "ab", "x"), Edit(Span("a", 1, 2, 2), "bc", "y"), Edit(Span("a", 1, 4), "d", "z")]
    random.Random(1).shuffle(edits)
    changed, applied = fixing.apply(b"abcd", "abcd", edits)
    assert changed == b"xcz" and len(applied) == 2


def test_a_fix_that_would_spoil_the_file_is_taken_back(tmp_path: Path) -> None:
    # no value of YAML may begin with %
    head = "house: jiangsu-jingshen-wenming\nnumber: 17\ndate: 2022-05-13\nspecial: ％是半角的\n"
    place = issue(tmp_path, "各地抓好落实。", head)
    assert [item.code for item in said(place) if item.fix] == ["char-full-width"]
    assert fix_issue(place) == []
    assert (place / "issue.yaml").read_text("utf-8") == head
