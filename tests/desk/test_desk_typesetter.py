"""The typesetter keeps what it has read, set and painted: pages and findings are those of one that has kept nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.desk.typesetter import Typesetter

REPORT = "01-甲.md"


def changes(text: str) -> list[str]:
    title, _, rest = text.partition("\n")
    picture = '![图](tu1.png "图1　甲")'
    return [
        text,
        f"{text}\n又加了一段，按装三处。\n",
        f"{title}\n\n前面加一段——有 2024 年的字。[^1]\n{rest}\n[^1]: 一个脚注。\n",
        f"{title}\n{rest}\n{picture}\n",
        f"{title}\n{rest}\n~~删去的~~\n",
        text,
    ]


@pytest.mark.slow
def test_what_is_kept_changes_no_page(sample: Path, tmp_path: Path) -> None:
    warm = Typesetter(tmp_path)
    for change in changes((sample / REPORT).read_text("utf-8")):
        drafts = {REPORT: change.encode()}
        said, found = warm.set(sample, drafts, everything=True)
        cold = Typesetter(tmp_path)
        expected, again = cold.set(sample, drafts, everything=True)
        assert said == expected
        assert (found is None) == (again is None)
        if found and again:
            assert warm.look(found) == cold.look(again)


def test_a_look_ends_when_a_newer_text_has_come(sample: Path, tmp_path: Path) -> None:
    class Newer(Exception):
        pass

    asked: list[None] = []

    def at_the_third() -> None:
        asked.append(None)
        if len(asked) == 3:
            raise Newer

    typesetter = Typesetter(tmp_path)
    _, found = typesetter.set(sample, {}, everything=True)
    assert found is not None
    with pytest.raises(Newer):
        typesetter.look(found, at_the_third)
    assert len(asked) == 3
