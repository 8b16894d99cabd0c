"""A passage in a script that cannot be set is one finding, calm and true, whatever script and however long."""

from __future__ import annotations

import pytest

from briefing.typeset.scripts import passages

SCRIPTS = {
    "شىنجاڭ ئۇيغۇر ئاپتونوم رايونى، 2022": "维吾尔文",
    "བོད་ལྗོངས་ རང་སྐྱོང་ལྗོངས།": "藏文",
    "ᠥᠪᠥᠷ ᠮᠣᠩᠭᠣᠯ": "蒙古文",
    "ꆈꌠ ꁱꂷ": "彝文",
    "조선족 자치주": "朝鲜文",
    "ᦅᦲᧁ ᦏᦱᧆ": "傣文",
    "שלום עולם": "希伯来文",
    "สวัสดี": "泰文",
}


@pytest.mark.parametrize("words", SCRIPTS)
def test_one_passage_one_finding(words: str) -> None:
    text = f"题写了{words}等字样，又写了{words}。"
    found = list(passages(text, lambda char: char < "\u0590" or "\u3000" <= char <= "\u9fff"))
    assert len(found) == 2 and all(SCRIPTS[words] in passage.script for passage in found)
    letters = words.rstrip("0123456789 ،།")
    assert [text[passage.start : passage.end].rstrip("،།").startswith(letters) for passage in found] == [True, True]


def test_what_a_face_has_is_no_passage() -> None:
    assert list(passages("조선족", lambda char: True)) == []
    assert list(passages("汉字 Latin Ελλη кир 123", lambda char: False)) == []


def test_two_scripts_are_two_passages_and_a_long_one_is_one() -> None:
    found = list(passages("བོད ئۇيغۇر" + "བོད་" * 5000, lambda char: char < "\u0590"))
    assert [passage.script[:2] for passage in found] == ["藏文", "维吾", "藏文"]
