"""The forked child: answers, errors, death. Run in a process of its own, since the test runner has threads."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from briefing.building import children
from briefing.core.errors import Diagnostic, InputError

ROOT = Path(__file__).resolve().parents[2]
HEAD = f"""
import os, signal, sys, time
sys.path.insert(0, {str(ROOT)!r})
from briefing.building import children
from briefing.core.errors import *
"""


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", HEAD + code], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_answers_in_order_from_another_process() -> None:
    out = run("""
w = children.start(lambda: lambda n: (n * 2, os.getpid()), "试验")
assert isinstance(w, children.Child)
w.send(1); w.send(2)
a, b = w.receive(), w.receive()
w.close()
print(a[0], b[0], a[1] == b[1] != os.getpid())
""")
    assert out == "2 4 True"


def test_each_of_several_children_ends_when_it_is_let_go() -> None:
    """A younger child holds nothing of an elder one, whichever is closed first: none has to be killed."""
    out = run("""
killed = []
os.kill = lambda pid, number: killed.append(number)
for order in ((0, 1, 2), (2, 1, 0), (1, 0, 2)):
    family = [children.start(lambda: abs, "试验") for _ in range(3)]
    for w in family:
        w.send(-1)
    assert [w.receive() for w in family] == [1, 1, 1]
    for place in order:
        family[place].close()
        family[place].close()
print(killed)
""")
    assert out == "[]"


def test_errors_arrive_with_their_diagnostics() -> None:
    out = run("""
def fail(_):
    raise InputError(Diagnostic("x", "错", Span("f", 1, 2)))
w = children.start(lambda: fail, "试验")
for _ in range(2):
    w.send(0)
    try:
        w.receive()
    except InputError as error:
        print(error.exit_code.value, error.diagnostics[0].span)
w.close()
""")
    assert out == "3 f:1:2\n3 f:1:2"


def test_a_failed_preparation_is_every_answer() -> None:
    out = run("""
def prepare():
    raise MissingToolError(Diagnostic("x", "缺"))
w = children.start(prepare, "试验")
w.send(0)
try:
    w.receive()
except MissingToolError as error:
    print(error.exit_code.value)
w.close()
""")
    assert out == "4"


def test_a_crash_carries_the_traceback() -> None:
    out = run("""
w = children.start(lambda: lambda n: 1 // n, "试验")
w.send(0)
try:
    w.receive()
except children.ChildCrash as error:
    print("ZeroDivisionError" in str(error))
w.close()
""")
    assert out == "True"


_KILLS = """
import pathlib
def kill(*_):
    marker.write_text(marker.read_text() + "x")
    if len(marker.read_text()) <= times: os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("moment", ["preparing", "working"])
def test_a_child_that_is_killed_is_made_up_for_once(moment: str, tmp_path: Path) -> None:
    """The system ends processes where memory runs short: nobody's fault, and most often over at once."""
    (tmp_path / "marker").touch()
    for times, answered in ((1, "1 2"), (2, "work-limit 3")):
        (tmp_path / "marker").write_text("")
        out = run(f"""{_KILLS}
marker, times = pathlib.Path({str(tmp_path / "marker")!r}), {times}
def working(size):
    kill()
    return size
w = children.start((lambda: (kill(), lambda size: size)[1]) if {moment!r} == "preparing" else lambda: working, "试验")
w.send(1)
w.send(2)
try:
    print(w.receive(), w.receive())
except InputError as error:
    print(error.diagnostics[0].code, error.exit_code.value)
w.close()
""")
        assert out == answered


@pytest.mark.parametrize("call", ["fork", "pipe"])
def test_where_there_are_no_more_processes_the_work_is_done_here(call: str) -> None:
    """A user may start so many; what was opened for the child is closed."""
    out = run(f"""
def refused(*_): raise BlockingIOError(11, "no more")
os.{call} = refused
before = os.listdir("/proc/self/fd") if os.path.isdir("/proc/self/fd") else []
w = children.start(lambda: lambda n: n * 2, "试验")
w.send(2)
print(type(w).__name__, w.receive(), before == (os.listdir("/proc/self/fd") if before else []))
w.close()
""")
    assert out == "Inline 4 True"


def test_a_child_that_crashed_is_not_asked_again() -> None:
    out = run("""
w = children.start(lambda: lambda _: os.kill(os.getpid(), signal.SIGSEGV), "试验")
w.send(b"x" * 10_000_000)
try:
    w.receive()
except InternalError as error:
    print(error.diagnostics[0].code, "SIGSEGV" in error.diagnostics[0].message)
w.close()
""")
    assert out == "worker-died True"


def test_a_hung_child_is_ended(tmp_path: Path) -> None:
    out = run("""
children.TIMEOUT_SECONDS = 0.1
w = children.start(lambda: lambda _: time.sleep(60), "试验")
w.send(0)
try:
    w.receive()
except InternalError as error:
    print(error.diagnostics[0].code)
w.close()
""")
    assert out == "worker-timeout"


@pytest.mark.parametrize(
    ("work", "said"),
    [("len([time.sleep(0.2) or sum(range(600_000)) for n in range(6)])", "6"), ("time.sleep(60)", "worker-timeout")],
)
def test_a_child_whose_turn_comes_late_is_waited_for(work: str, said: str) -> None:
    """As long as it has not had what it may take, and is at work."""
    out = run(f"""
children.LEAST_PATIENCE, children.PATIENCE = 0.6, 0
w = children.start(lambda: lambda _: {work}, "试验")
w.send(0, children.Allowance(60, 500))
try:
    print(w.receive())
except InternalError as error:
    print(error.diagnostics[0].code)
w.close()
""")
    assert out == said


@pytest.mark.parametrize(
    ("work", "said"),
    [("bytearray(2 << 30)", "内存不够"), ("sum(range(10**12))", "用了 1 秒还没有完成"), ("b'a' * (1 << 40)", "内存不够")],
    ids=["memory", "time", "much memory"],
)
def test_what_takes_more_than_it_may_is_a_finding(work: str, said: str) -> None:
    """Also where a library never comes back to Python; the kernel sees to it."""
    out = run(f"""
w = children.start(lambda: lambda _: {work} and None, "试验")
w.send(0, children.Allowance(1, 500))
try:
    w.receive()
except InputError as error:
    print(error.exit_code.value, error.diagnostics[0].code, error.diagnostics[0].message)
w.close()
""")
    assert out == f"3 work-limit 试验{said}，已经停下"


def test_an_allowance_is_for_one_request() -> None:
    out = run("""
w = children.start(lambda: lambda n: len(bytearray(n)), "试验")
w.send(900 << 20, children.Allowance(5, 200))
try:
    w.receive()
except InputError as error:
    print(error.diagnostics[0].code)
w.send(900 << 20)
print(w.receive() == 900 << 20)
w.close()
""")
    assert out == "work-limit\nTrue"


def test_with_threads_the_work_is_done_here() -> None:
    worker: children.Worker[int, int] = children.Inline(lambda: lambda n: n + 1)
    worker.send(1)
    assert worker.receive() == 2
    worker.send(2)
    worker.close()

    def fail(_: object) -> None:
        raise InputError(Diagnostic("tab", "错"))

    failing = children.Inline(lambda: fail)
    failing.send(0)
    with pytest.raises(InputError):
        failing.receive()
