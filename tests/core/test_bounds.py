"""What costs too much is told at its place, by the thing that is too much; the clock stands behind that."""

from __future__ import annotations

import contextlib
import gc
import signal
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from test_compose import fault, maximal, own, page

from briefing.cli import unraisable
from briefing.core import bounds
from briefing.core.errors import Diagnostic, Findings, InputError, Span
from briefing.files.world import World
from briefing.house.load import load_house
from briefing.importing.docx_package import judge, judge_odt
from briefing.model.sheet import Run, SheetCell, SheetParagraph, SheetTable
from briefing.rendering.issue_to_sheet import render_sheet
from briefing.source import yaml_tree
from briefing.typeset import sizes

__all__ = ["own"]  # a fixture

HERE, TEMPLATE = Span("a.md", 3, 1), Span("templates/own/bulletin.html.j2", 1, 1)
DOUBLE = "{{% set ns = namespace(s='字字字字') %}}{{% for i in range(60) %}}{{% set ns.s = {} %}}{{% endfor %}}"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Budgets a hundred times smaller: what runs against them does so at once."""
    monkeypatch.setattr(bounds, "TEMPLATE_STEPS", 10_000)
    monkeypatch.setattr(bounds, "TEMPLATE_CHARACTERS", 1_000_000)
    monkeypatch.setattr(bounds, "TEMPLATE_VALUE", 100_000)


@pytest.mark.parametrize(
    "body",
    [
        "{% set s = range(99)|list %}{% for a in s %}{% for b in s %}{% for c in s %}{% endfor %}{% endfor %}{% endfor %}",
        "{% set s = range(999)|list %}{% for a in s %}{% for b in s if false %}{% endfor %}{% endfor %}",
        "{% set s = range(99)|list %}{% for a in s recursive %}{% if loop.depth < 4 %}{{ loop(s) }}{% endif %}{% endfor %}",
        "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(40) }}",
        "{% set s = range(999)|list %}{% for a in s %}{% for b in s|map('string') %}{% endfor %}{% endfor %}",
        *(DOUBLE.format(how) for how in ("ns.s + ns.s", "ns.s ~ ns.s", "[ns.s, ns.s]|join", "ns.s|replace('字', '字字')")),
        DOUBLE.format("[ns.s, ns.s]"),
        DOUBLE.format("(ns.s, ns.s)") + "{% if ns.s == ns.s %}{% endif %}",
        DOUBLE.format("{1: ns.s, 2: ns.s}"),
        (
            "{% set ns = namespace(s='字') %}{% for i in range(60) %}{% set t %}{{ ns.s }}{{ ns.s }}{% endset %}"
            "{% set ns.s = t %}{% endfor %}"
        ),
        "{% set ns = namespace(l=[1]) %}{% for i in range(60) %}{% set ns.l = ns.l + ns.l %}{% endfor %}",
        "{{ range(9000)|join('字' ~ range(9000)|join) }}",
        "{% set l = range(3)|list %}{{ l }}",
        "{% set s = range(9999)|join %}{% for a in range(99) %}{% set t = s|replace('1', '2') %}{% endfor %}",
        "{% set s = range(9999)|join(' ') %}{% for a in range(99) %}{% set t = s.split() %}{% endfor %}",
        "{% set s = range(9999)|list %}{% for a in range(120) %}{% set t = s|sort %}{% endfor %}",
        "{% set ns = namespace(n=7) %}{% for i in range(60) %}{% set ns.n = ns.n * ns.n %}{% endfor %}",
    ],
)
def test_a_template_that_costs_too_much_is_stopped_at_its_line(own: World, quick: None, body: str) -> None:
    assert fault(own, page(body))[:2] == ("template-refused", "4:1")


def test_the_clock_stops_what_no_budget_sees(own: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "TEMPLATE_SECONDS", 0.2)
    body = "{% set s = range(20000)|list %}{% for a in s %}{% if 'x' in s %}{% endif %}{% endfor %}"
    code, place, message = fault(own, page(body))
    assert (code, place) == ("template-refused", "4:1"), message
    assert "还没有完成" in message


def test_what_a_template_needs_is_not_counted_out(own: World, quick: None) -> None:
    """Loops with their counters, joins, captures and lists work as ever."""
    body = (
        '<p class="body">{% for a in [3, 1, 2]|sort %}{{ loop.index }}/{{ loop.length }}{{ "，" if not loop.last }}{% endfor %}'
        "{% set t %}甲{{ 1 ~ 2 }}{% endset %}{{ t }}{{ ['乙', '丙']|join('、') }}{{ 'a' + 'b' }}{{ {'k': '丁'}.k }}</p>"
    )
    (own.templates.folder / "own" / "bulletin.html.j2").write_text(page(body), encoding="utf-8")
    sheet = render_sheet(maximal(), load_house(own, "own"), own)
    assert "1/3，2/3，3/3甲12乙、丙ab丁" in "".join(
        block.text for region in sheet.regions for block in region.blocks if isinstance(block, SheetParagraph)
    )


def test_the_clock() -> None:
    with pytest.raises(bounds.Exhausted) as caught, bounds.bounded("外面", 30), bounds.bounded("试验", 0.1):
        while True:
            pass
    assert caught.value.work == "试验" and caught.value.diagnostics[0].code == "work-limit"
    with pytest.raises(bounds.Exhausted, match="内存超过 1 MB"), bounds.bounded("试验", 30, 1):
        held = []
        while True:
            held.append(bytes(bounds.MB))
    with pytest.raises(bounds.Exhausted, match="内存不够"), bounds.bounded("试验", 30):
        raise MemoryError
    assert not bounds._watched


def test_what_the_process_held_before_is_not_the_stages() -> None:
    held = bytearray(64 * bounds.MB)
    with bounds.bounded("试验", 30, 32):
        until = time.process_time() + 0.3
        while time.process_time() < until:
            pass
    assert len(held) == 64 * bounds.MB


def _swallowing() -> None:
    with contextlib.suppress(Exception):
        while True:
            pass


def _misreading() -> None:
    try:
        _swallowing()
        raise OSError
    except OSError:
        raise InputError(Diagnostic("picture-damaged", "图片已损坏", HERE)) from None


class _Slow:
    def __del__(self) -> None:
        until = time.process_time() + 0.4
        while time.process_time() < until:
            pass


def _dropping() -> None:
    _Slow()
    while True:
        pass


def _collecting() -> None:
    def slow(phase: str, _: dict[str, int]) -> None:
        if phase == "stop":
            _Slow().__del__()

    gc.callbacks.append(slow)
    try:
        gc.collect()
        while True:
            pass
    finally:
        gc.callbacks.remove(slow)


@pytest.mark.parametrize("work", [_swallowing, _misreading, _dropping, _collecting])
def test_the_clock_is_heard_whoever_catches_it(work: Callable[[], None]) -> None:
    """A decoder's `except Exception` around it, a sentence made of it, a finaliser or a callback of the collector, where it
    would be printed and lost."""
    with pytest.raises(bounds.Exhausted, match="还没有完成"), bounds.bounded("试验", 0.1):
        work()


@pytest.fixture
def heard() -> Iterator[None]:
    """^C as Python takes it at its start, whatever a command that another test interrupted left behind."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_an_interruption_is_heard_wherever_it_comes(
    heard: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """^C in a finaliser, a weak reference's callback or one of the collector: Python drops what is raised there."""

    def interrupted(*_: object) -> None:
        signal.raise_signal(signal.SIGINT)
        sum(range(10))  # where it is raised

    def of_the_collector(*_: object) -> None:
        gc.callbacks.remove(of_the_collector)
        interrupted()

    class Left:
        pass

    class Final:
        __del__ = interrupted

    monkeypatch.setattr(sys, "unraisablehook", sys.__unraisablehook__)
    unraisable.install()
    kept: list[object] = []
    for drop in (Final, lambda: kept.append(weakref.ref(Left(), interrupted)), lambda: gc.callbacks.append(of_the_collector)):
        began = time.monotonic()
        with pytest.raises(KeyboardInterrupt):
            drop()
            gc.collect()
            time.sleep(30)
        assert time.monotonic() - began < 20, "also while the program waits"
    assert capsys.readouterr().err == ""


def test_no_clock_in_another_thread() -> None:
    """Signals go to the main thread alone; the work is done all the same."""
    done: list[int] = []

    def work() -> None:
        with bounds.bounded("试验", 0.01):
            done.append(sum(range(1_000_000)))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done


def _paragraph(text: str = "文") -> SheetParagraph:
    return SheetParagraph("body", (Run(text, span=HERE),), HERE)


@pytest.mark.parametrize(
    ("blocks", "region"),
    [
        ([_paragraph()] * (bounds.ISSUE_BLOCKS + 1), "body"),
        ([_paragraph()] * (bounds.MASTHEAD_BLOCKS + 1), "masthead"),
        ([_paragraph("w" * (bounds.PARAGRAPH_CHARACTERS + 1))], "body"),
        ([SheetTable((), ((SheetCell(()),) * 20,) * 160, HERE)] * 2, "body"),
    ],
    ids=["blocks", "masthead", "letters", "cells"],
)
def test_an_issue_too_large_is_told_where_it_becomes_so(blocks: list[SheetParagraph | SheetTable], region: str) -> None:
    with pytest.raises(InputError) as caught:
        sizes.judge(blocks, [region] * len(blocks), TEMPLATE, Findings())
    assert [(item.code, item.span) for item in caught.value.diagnostics] == [("issue-size", HERE)]


@pytest.mark.parametrize("escape", ["\\U7fffffff", "\\U00110000", "\\uD800", "\\uD83D\\uDE00"])
def test_an_escape_that_is_no_character(escape: str) -> None:
    with pytest.raises(InputError) as caught:
        yaml_tree.load(f'a: 1\nb: "字{escape}"\n', "issue.yaml")
    found = caught.value.diagnostics[0]
    assert found.code == "yaml-escape" and found.span is not None and found.span.line == 2


def test_mark_up_is_counted_before_a_tree_is_made() -> None:
    judge(b"<p>a</p>" * 1_000, "x.xml", "a.docx")
    for data in (b"<p/>" * (bounds.IMPORT_ELEMENTS + 1), b"<p a='1'/>" + b" a='1'" * (4 * bounds.IMPORT_ELEMENTS)):
        with pytest.raises(InputError, match="太长"):
            judge(data, "x.xml", "a.docx")


def test_an_odt_is_judged_before_libreoffice_sees_it(tmp_path: Path) -> None:
    from hostile_imports import odt

    judge_odt(odt("<text:p>文<text:s text:c='9'/></text:p>"), "a.odt")
    for content in ("<text:s text:c='2000000'/>", "<table:table-row table:number-rows-repeated='100000'/>", "<!ENTITY a 'b'>"):
        with pytest.raises(InputError):
            judge_odt(odt(content), "a.odt")
