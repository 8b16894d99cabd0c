"""Texts on the desk: joined by paragraph, written in the manner of their file, journalled, kept."""

from __future__ import annotations

import asyncio
import codecs
import errno
import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.responses import Response

from briefing.core import decode
from briefing.desk import saved_states, three_way
from briefing.desk.desk_journal import DeskJournal, JournalEntry
from briefing.desk.handling import answered_by
from briefing.desk.manuscript import Manuscript, digest, rewritten
from briefing.desk.saved_states import TYPED, SavedStates
from briefing.desk.taken_edits import _LINE, _MOST, TakenEdits, WindowEdit

PARAGRAPHS = st.lists(st.sampled_from(["甲", "乙 12.5%", "丙。", "丁，戊", "# 题"]), min_size=1, max_size=7)
TEXTS = PARAGRAPHS.map(lambda parts: "\n\n".join(parts) + "\n")


@given(TEXTS)
def test_paragraphs_make_the_text(text: str) -> None:
    assert "".join(three_way.paragraphs(text)) == text


@given(TEXTS, TEXTS)
def test_what_one_side_did_is_done(base: str, other: str) -> None:
    assert three_way.joined(three_way.merge(base, other, base)) == other
    assert three_way.joined(three_way.merge(base, base, other)) == other
    assert three_way.joined(three_way.merge(base, other, other)) == other


@given(TEXTS, TEXTS, TEXTS)
def test_each_side_stands_whole_in_what_is_made_of_both(base: str, mine: str, theirs: str) -> None:
    """Whatever is joined or left to people: of each side and of what they come from every word is there, in order."""
    chunks = three_way.merge(base, mine, theirs)
    assert "".join(chunk.mine for chunk in chunks) == mine
    assert "".join(chunk.theirs for chunk in chunks) == theirs
    assert "".join(chunk.base for chunk in chunks) == base
    added = set(three_way.paragraphs(mine)) - set(three_way.paragraphs(base))
    joined = three_way.joined(chunks)
    assert joined is None or added <= set(three_way.paragraphs(joined))


@given(st.permutations(range(6)))
def test_different_paragraphs_join_by_themselves(numbers: list[int]) -> None:
    """However near to each other."""
    here, there = numbers[:2]
    base = [f"第{number}段有{number * 13}家。" for number in numbers]
    mine, theirs = list(base), list(base)
    mine[here] += "这里加一句。"
    theirs[there] = theirs[there].replace("家", "户")
    both = list(mine)
    both[there] = theirs[there]
    text = ["\n\n".join(each) + "\n" for each in (base, mine, theirs, both)]
    assert three_way.joined(three_way.merge(*text[:3])) == text[3]


def test_one_paragraph_changed_on_both_sides_is_for_people() -> None:
    """By characters 13% and 36家 of one sentence would be joined, of which nobody wrote the sum."""
    wrapped = three_way.merge("共12家，\n占10%。\n", "共12家，\n占13%。\n", "共36家，\n占10%。\n")
    assert three_way.joined(wrapped) is None
    chunks = three_way.merge("共12家，占10%。\n", "共12家，占13%。\n", "共36家，占10%。\n")
    assert three_way.joined(chunks) is None
    (clash,) = [chunk for chunk in chunks if chunk.clash]
    assert (clash.mine, clash.theirs) == ("共12家，占13%。\n", "共36家，占10%。\n")


@pytest.mark.parametrize("swapped", [False, True])
def test_a_paragraph_that_was_put_elsewhere_is_the_same_paragraph(swapped: bool) -> None:
    """One side moves it, the other writes on in it, or moves it to another place: it stands once, with what was written."""
    base = ["甲段。", "乙段。", "丙段。", "丁段。", "戊段。"]
    moved = ["乙段。", "丙段。", "甲段。", "丁段。", "戊段。"]
    changed = ["甲段，又一句。", "乙段。", "丙段。", "丁段。", "戊段。"]
    last = ["乙段。", "丙段。", "丁段。", "甲段。", "戊段。"]

    def made(one: list[str], other: list[str]) -> str | None:
        sides = (other, one) if swapped else (one, other)
        return three_way.joined(three_way.merge(*("\n\n".join(each) + "\n" for each in (base, *sides))))

    assert made(moved, changed) == "乙段。\n\n丙段。\n\n甲段，又一句。\n\n丁段。\n\n戊段。\n"
    assert made(moved, last) == "\n\n".join(last if swapped else moved) + "\n"


MANNERS = [
    ("utf-8", b"", "\n"), ("utf-8", codecs.BOM_UTF8, "\r\n"), ("utf-8", b"", "\r"),
    ("gb18030", b"", "\r\n"), ("gb18030", b"", "\n"),
]  # fmt: skip


@pytest.mark.parametrize(("codec", "mark", "end"), MANNERS)
def test_one_character_changes_no_other_byte(codec: str, mark: bytes, end: str) -> None:
    lines = ["# 甲市：创建工作", "", "一是加强统筹。", "", "二是落实责任，共 12 家。", ""]
    before = mark + end.join(lines).encode(codec)
    text = decode.decode(before, "x.md")[0]
    after = rewritten(before, text.replace("落实", "切实落实"), "x.md")
    assert after == mark + end.join(lines).replace("落实", "切实落实").encode(codec)
    assert rewritten(before, text, "x.md") == before


def test_mixed_line_ends_stay_where_they_are() -> None:
    before = "甲\r\n乙\n丙\r丁\n".encode()
    assert rewritten(before, "甲\n乙乙\n丙\n丁\n", "x.md") == "甲\r\n乙乙\n丙\r丁\n".encode()


@given(st.lists(st.text("甲乙12，。é\n", max_size=9), max_size=5), TEXTS, st.sampled_from(MANNERS))
def test_what_is_written_is_what_is_read(parts: list[str], text: str, manner: tuple[str, bytes, str]) -> None:
    codec, mark, end = manner
    before = mark + text.replace("\n", end).encode(codec)
    wanted = "\n".join(parts)
    assert decode.decode(rewritten(before, wanted, "x.md"), "x.md")[0] == wanted


def _take(taken: TakenEdits, *edits: tuple[str, str, int]) -> None:
    for file, window, number in edits:
        taken.take(file, WindowEdit(window, number))
        taken.write()
    taken.close()


def test_edits_that_were_taken_are_known_again(tmp_path: Path) -> None:
    """Also to the next desk; a line that was cut off is none, and the list does not grow for ever."""
    path = tmp_path / ".desk" / "heard"
    taken = TakenEdits(path)
    _take(taken, ("甲.md", "a", 1), ("甲.md", "a", 3), ("甲.md", "a", 2), ("甲.md", "半个字 \ud842", 4), ("乙.md", "a", 5))
    assert [taken.last("甲.md", "a"), taken.last("甲.md", "b"), taken.last("乙.md", "a")] == [3, 0, 5]
    assert len(path.read_bytes()) == 4 * _LINE
    path.write_bytes(path.read_bytes()[:-3])
    again = TakenEdits(path)
    assert [again.last("甲.md", "a"), again.last("甲.md", "半个字 \ud842"), again.last("乙.md", "a")] == [3, 4, 0]
    path.write_bytes(path.read_bytes() + b"\n" + (b"1" * 24 + b" 000000007\n") * (2 * _MOST))
    assert TakenEdits(path).last("甲.md", "a") == 0
    assert len(path.read_bytes()) == _LINE


def test_what_is_not_kept_yet_is_known_to_this_desk_alone(tmp_path: Path) -> None:
    taken = TakenEdits(tmp_path / "heard")
    taken.take("甲.md", WindowEdit("a", 1))
    assert taken.last("甲.md", "a") == 1
    assert TakenEdits(tmp_path / "heard").last("甲.md", "a") == 0


def test_edits_are_not_kept_where_a_link_leads(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / ".desk").symlink_to(tmp_path / "elsewhere")
    taken = TakenEdits(tmp_path / ".desk" / "heard")
    _take(taken, ("甲.md", "a", 1))
    assert taken.last("甲.md", "a") == 1  # for as long as this desk lasts
    assert not list((tmp_path / "elsewhere").iterdir())


def test_the_journal_says_which_edit_it_was(tmp_path: Path) -> None:
    """Also that of a desk of before, which knew of none."""
    journal = DeskJournal(tmp_path / ".desk" / "journal")
    journal.add(entry := JournalEntry("甲.md", "一稿\n", "base", WindowEdit("a", 7)))
    body = '{"file": "乙.md", "text": "二稿\\n", "base": ""}'
    with (tmp_path / ".desk" / "journal").open("a", encoding="utf-8") as stream:
        stream.write(f"{digest(body.encode())} {body}\n")
    assert journal.typed() == {"甲.md": [entry], "乙.md": [JournalEntry("乙.md", "二稿\n", "")]}


def test_a_journal_that_was_cut_off_loses_its_last_line_only(tmp_path: Path) -> None:
    journal = DeskJournal(tmp_path / ".desk" / "journal")
    for count in range(3):
        journal.add(JournalEntry("甲.md", f"第{count}稿\n", "base"))
    journal.add(JournalEntry("乙.md", "乙\n", ""))
    path = tmp_path / ".desk" / "journal"
    whole = path.read_bytes()
    lines = whole.split(b"\n")
    for cut in {*range(0, len(whole), 37), *(len(b"\n".join(lines[:count])) + by for count in range(5) for by in (-1, 0, 1, 2))}:
        if not 0 <= cut <= len(whole):
            continue
        path.write_bytes(whole[:cut])
        kept = DeskJournal(path).typed()
        complete = sum(cut >= len(b"\n".join(lines[: count + 1])) for count in range(4))
        assert len(kept) == (0 if not complete else 1 if complete < 4 else 2)
        if complete:
            assert kept["甲.md"][-1].text == f"第{min(complete, 3) - 1}稿\n"
    path.write_bytes(whole.replace("第1稿".encode(), "第9稿".encode()))
    assert [entry.text for entry in DeskJournal(path).typed()["甲.md"]] == ["第0稿\n", "第2稿\n"]
    journal.forget()
    assert journal.typed() == {}


def test_each_desk_has_a_journal_of_its_own(tmp_path: Path) -> None:
    """Two that are open on one folder forget nothing of each other's; what both leave behind is found."""
    path = tmp_path / ".desk" / "2022-17" / "journal"
    here, there = DeskJournal(path), DeskJournal(path)
    assert here.take() == there.take() == []
    mine, theirs = JournalEntry("甲.md", "这里的\n", ""), JournalEntry("甲.md", "那里的\n", "")
    here.add(mine)
    there.add(theirs)
    there.forget()
    there.add(theirs)
    third = DeskJournal(path)
    assert third.take() == []  # both live
    third.close()
    here.close()
    there.close()
    left = DeskJournal(path)
    assert left.take() == [{"甲.md": [mine]}, {"甲.md": [theirs]}]
    left.forget()
    left.close()
    assert list(path.parent.iterdir()) == []


def test_states_are_kept_once_and_thinned_by_age(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_states, "_ALWAYS", 1)
    states = SavedStates(tmp_path)
    for count in range(4):
        states.keep({"甲.md": f"{count}".encode()}, "放入")
        states.keep({"甲.md": f"{count}".encode()}, "放入")
    assert [state.why for state in states.all()] == ["放入"] * 4
    assert [states.text(state.files["甲.md"]) for state in states.all()] == [b"0", b"1", b"2", b"3"]
    hours = 3_600
    for state in states.all()[:3]:  # three within an hour, four days ago: one of them stays
        path = tmp_path / "states" / f"{state.number:06d}.json"
        os.utime(path, (state.time - 96 * hours + state.number,) * 2)
    states.keep({"甲.md": b"4"}, "放入")
    assert [states.text(state.files["甲.md"]) for state in states.all()] == [b"0", b"3", b"4"]
    assert sorted(path.name for path in (tmp_path / "texts").iterdir()) == sorted(state.files["甲.md"] for state in states.all())
    assert states.text("../states/000001.json") is None


@pytest.mark.parametrize("off", [-400, 400], ids=["behind", "ahead"])
def test_a_clock_that_was_wrong_thins_nothing_that_is_young(tmp_path: Path, off: int) -> None:
    """For the first state, or the last: all others are a year old by it, or have yet to come."""
    states = SavedStates(tmp_path)
    for count in range(12):
        states.keep({"甲.md": f"{count}".encode()}, "放入")
        if count in (0, 10):
            path = tmp_path / "states" / f"{count + 1:06d}.json"
            os.utime(path, (path.stat().st_mtime + off * 86_400,) * 2)
    assert [states.text(state.files["甲.md"]) for state in states.all()] == [f"{count}".encode() for count in range(12)]


def test_the_last_state_that_has_a_report_is_not_thinned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_states, "_ALWAYS", 1)
    states = SavedStates(tmp_path)
    for count, names in enumerate([["甲.md"], ["甲.md", "乙.md"], ["甲.md"], ["甲.md"]]):
        states.keep({name: f"{name}{count}".encode() for name in names}, "放入")
    for state in states.all():  # within a minute, four days ago
        path = tmp_path / "states" / f"{state.number:06d}.json"
        os.utime(path, (state.time - 96 * 3_600 + state.number,) * 2)
    states.keep({"甲.md": b"4"}, "放入")
    assert [state.number for state in states.all()] == [1, 2, 5]


def test_two_desks_that_save_at_once_keep_both_states(tmp_path: Path) -> None:
    """A state has a number that none had before, however near they come."""
    desks = [SavedStates(tmp_path), SavedStates(tmp_path)]
    with ThreadPoolExecutor(2) as threads:
        for count in range(5):
            list(threads.map(lambda desk: desks[desk].keep({"甲.md": f"{desk} {count}".encode()}, "放入"), range(2)))  # noqa: B023
    found = [states.text(state.files["甲.md"]) for states in desks[:1] for state in states.all()]
    assert sorted(filter(None, found)) == sorted(f"{desk} {count}".encode() for desk in range(2) for count in range(5))


def test_one_go_of_typing_is_one_state(tmp_path: Path) -> None:
    states = SavedStates(tmp_path)
    for count in range(6):
        states.keep({"甲.md": f"{count}".encode()}, TYPED)
    assert [states.text(state.files["甲.md"]) for state in states.all()] == [b"0", b"5"]


def test_a_text_that_was_spoilt_on_the_disk_is_not_given_back(tmp_path: Path) -> None:
    states = SavedStates(tmp_path)
    states.keep({"甲.md": b"right"}, "放入")
    (name,) = states.all()[0].files.values()
    (tmp_path / "texts" / name).write_bytes(b"wrong")
    assert states.text(name) is None


def test_a_manuscript_is_saved_when_its_file_reads_so() -> None:
    manuscript = Manuscript.read("x.md", "甲\r\n".encode())
    assert manuscript.saved
    manuscript.text = "甲乙\n"
    assert not manuscript.saved
    assert manuscript.data == "甲乙\r\n".encode()


@pytest.mark.parametrize(
    ("mine", "theirs", "lost"),
    [
        ("甲\n\n乙\n\n丙\n", "甲改\n\n乙\n", 1),  # written here since, and not there
        ("甲\n\n乙二\n", "甲改\n\n乙\n", 1),  # changed here since, and there as before
        ("甲\n\n乙\n\n丙\n", "甲改\n\n乙\n\n丙\n", 0),  # seen, and gone on from
        ("甲\n\n乙\n\n丙\n\n丁\n", "甲\n\n乙\n\n丙\n", 0),  # some of it seen: taken away on purpose
        ("甲\n\n乙\n\n丙\n", "甲\n\n乙\n\n丙三\n", 0),  # changed by both
    ],
)
def test_who_goes_on_from_an_old_copy_takes_back_what_was_written_since(mine: str, theirs: str, lost: int) -> None:
    assert three_way.taken_back(["甲\n\n乙\n"], mine, theirs) == lost


def test_what_the_system_refuses_is_told(tmp_path: Path) -> None:
    """As the folder of states does that somebody else made: it is no fault of the program."""

    async def refused(_: Request) -> Response:
        raise PermissionError(errno.EACCES, "", str(tmp_path / "states"))

    async def ask() -> Response:
        return await answered_by(refused)(Request({"type": "http"}))

    answer = asyncio.run(ask())
    said = json.loads(bytes(answer.body))["findings"]
    assert answer.status_code == 409 and "states" in said[0]["message"] and "没有权限" in said[0]["message"]
