"""How much work a thing may be: every limit that stands for time or memory, in one place, and the clock that holds to them.

Three kinds. *Sizes* are judged before anything is done and named where they are exceeded; they are meant to be met first.
*Budgets* count steps while somebody else's program runs: a house's template (`templating`). The *clock* is for what neither
foresaw: a stage that takes more of the processor's time, or more memory, than the largest issue needs is ended at the next step
of the interpreter. A forked child has the kernel's own limits (`building/children`), for there C code may never come back.

Seconds are the processor's, not the wall's: a busy machine refuses nothing that a quiet one takes.
"""

from __future__ import annotations

import contextlib
import gc
import signal
import sys
import threading
import time
from collections.abc import Iterator
from types import FrameType

from briefing.core.errors import Diagnostic, InputError, Span

MB = 1 << 20

# --- templates (briefing.rendering.sandbox)

#: Rounds of loops and calls in one rendering. An issue of 640 pages takes 150,000.
TEMPLATE_STEPS = 1_000_000
#: Numbers that `range` hands out in one rendering.
TEMPLATE_RANGES = 100_000
#: Characters and items that operators and filters take up or make in one rendering; 640 pages take 15 million.
TEMPLATE_CHARACTERS = 100_000_000
#: Characters of one text and items of one list in a template, with the lists in it.
TEMPLATE_VALUE = 4_000_000
#: Characters of what a template prints. The longest issue is 4 million with its source places.
TEMPLATE_OUTPUT = 32_000_000
#: Bits of a number in a template.
TEMPLATE_BITS = 256
#: Seconds of a rendering; the example issues take 0.02.
TEMPLATE_SECONDS = 5.0

# --- an issue

#: Bytes of anything in its folder, which is digested whole whether or not it is part of the issue.
SOURCE_BYTES = 500 * MB
#: Cells of one table, and of all tables of an issue: the PDF engine takes 2 ms and 50 KB for each.
TABLE_CELLS = 4_000
ISSUE_CELLS = 6_000
#: Blocks (paragraphs, rules, tables, pictures) of an issue, and its printed pages.
ISSUE_BLOCKS = 20_000
MASTHEAD_BLOCKS = 100
ISSUE_PAGES = 700
#: 二维码 of an issue; each takes some hundredths of a second.
ISSUE_CODES = 60
#: Characters of a paragraph: of a report, as typed (16 printed pages), and with what a template adds, or of a field.
MARKDOWN_PARAGRAPH, PARAGRAPH_CHARACTERS = 10_000, 12_000
#: A drawing (SVG): bytes, elements, levels, findings that are told of one. A map of a province has 20,000 elements and 2 MB.
SVG_BYTES, SVG_ELEMENTS, SVG_DEPTH, SVG_FINDINGS = 8 * MB, 60_000, 80, 10
#: Reading, composing, setting or proving: seconds for any issue, and for each MB of its texts.
STAGE_SECONDS, STAGE_SECONDS_PER_MB = 8.0, 20.0

# --- the PDF engine, in a child (building.children, building.run)

#: Seconds for any bulletin, and for each page and each hundred cells. 8 pages take 1 s, 640 take 17.
ENGINE_SECONDS, ENGINE_SECONDS_PER_PAGE, ENGINE_SECONDS_PER_CELLS = 6.0, 0.12, 0.6
#: Memory likewise, in MB of address space beyond what the libraries take.
ENGINE_MB, ENGINE_MB_PER_PAGE, ENGINE_MB_PER_CELLS = 500, 2.0, 10
#: For one drawing: a map of 20,000 paths takes 3 s.
DRAWING_SECONDS, DRAWING_MB = 20.0, 1_500.0
#: For finding the rule of a style sheet that is the cause, all trials together.
BLAME_SECONDS = 7.0

# --- files to import (briefing.importing)

#: Elements of one XML part: 3,000 pages as Word writes them have 400,000.
IMPORT_ELEMENTS = 400_000
#: Paragraphs and rows, and characters, of a file: a report has no more (`source.markdown`, `world.MAX_MARKDOWN`).
IMPORT_PARAGRAPHS, IMPORT_CHARACTERS, IMPORT_PICTURES = 20_000, 1_000_000, 500
#: Bytes of a Word file's parts together (a report with forty photographs has 100 MB) and of one XML part (3,000 pages as Word
#: writes them); parts (a report with a picture on each of its pages has some hundred).
IMPORT_TOTAL, IMPORT_XML, IMPORT_PARTS = 400 * MB, 30 * MB, 5_000
#: Bytes of a text, page or RTF, and of the parts of an ODT that LibreOffice is going to read.
IMPORT_TEXT, IMPORT_OFFICE = 40 * MB, 40 * MB
#: Seconds and resident MB for one file; LibreOffice has as much again.
IMPORT_SECONDS, IMPORT_MB = 12.0, 900

# --- sets for the print shop, and what a proof lets pass

#: Copies of a numbered set.
PRESS_NUMBERS = 9_999
#: Operators of a print file that preflight reads; 200 pages of ours have half a million.
PREFLIGHT_STEPS = 5_000_000
#: Words (operators, operands) of the drawing of one page or form, each of which takes some 200 bytes when it is read.
PREFLIGHT_WORDS = 6_000_000
#: Seconds for reading a print file of somebody else's, besides one for each MB.
PREFLIGHT_SECONDS = 60.0
#: Bytes of a print file of somebody else's that is checked.
PREFLIGHT_BYTES = 500 * MB
#: What may pass for exact, mm: a third of what a reader would see at an edge.
PROOF_TOLERANCE = 0.2

# --- packages for the archive (delivery.archive_package, preflight.package_reader)

#: Files of a package, and their bytes; of one that is encapsulated in XML, which takes four times as much memory.
PACKAGE_PARTS, PACKAGE_BYTES, PACKAGE_ENCAPSULATED = 12_000, 400 * MB, 150 * MB
#: Elements of an XML file in one: the contents of ten thousand files have as many.
PACKAGE_ELEMENTS = 60_000
#: Seconds for reading one back, and for each MB of it.
PACKAGE_SECONDS, PACKAGE_SECONDS_PER_MB = 20.0, 1.0

# --- a process (cli.app)

#: Address space of the command itself, beyond what it starts with. Where the system keeps to no such limit the clock watches.
PROCESS_MB = 3_000
#: Resident memory that a stage may add to what the process has when it begins, MB.
STAGE_MB, READING_MB = 2_000, 900


class Exhausted(InputError):
    """A stage took more than it may. `work`: which (Chinese)."""

    def __init__(self, work: str, what: str, span: Span | None = None, hint: str = "") -> None:
        self.work, self.what, self.hint = work, what, hint
        super().__init__(Diagnostic("work-limit", f"{work}{what}，已经停下", span, hint or _HINT))

    def at(self, span: Span | None, hint: str = "") -> Exhausted:
        return Exhausted(self.work, self.what, span, hint or self.hint)


_HINT = "正常的稿件用不了这么多；请看看是不是贴进了不该有的内容（很长的一串字符、一张大表），或分成几期。"
_TICK = 0.1  # s between two looks
#: From saying that it is enough to saying it again, should somebody have swallowed it, s.
_AGAIN = 1.0


class _Watch:
    def __init__(self, work: str, seconds: float, megabytes: int) -> None:
        self.work, self.seconds, self.megabytes = work, seconds, megabytes
        self.until = time.process_time() + seconds
        self.before = resident()
        self.found: Exhausted | None = None


_watched: list[_Watch] = []


@contextlib.contextmanager
def bounded(work: str, seconds: float, megabytes: int = STAGE_MB) -> Iterator[None]:
    """Raises Exhausted inside the block when it has taken that much of the processor's time or added that much memory, and once
    more at its end should somebody inside have taken it for a fault of what he was reading. May be nested; the tighter limit
    holds. Where there are no signals (another thread, Windows) nothing is watched."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return
    watch = _Watch(work, seconds, megabytes)
    _watched.append(watch)
    outermost = len(_watched) == 1
    before = signal.signal(signal.SIGPROF, _look) if outermost else None
    if outermost:
        signal.setitimer(signal.ITIMER_PROF, _TICK, _TICK)
    try:
        yield
    except MemoryError:
        raise Exhausted(work, "内存不够") from None
    except Exhausted:
        raise
    except Exception:
        if watch.found:
            raise watch.found from None
        raise
    else:
        if watch.found:
            raise watch.found
    finally:
        _watched.pop()
        _left.clear()
        if outermost:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, before)


def seconds_for(size: int) -> float:
    """For a stage of an issue whose texts have `size` characters."""
    return STAGE_SECONDS + STAGE_SECONDS_PER_MB * size * 3 / MB


def check() -> None:
    """For code that counts steps: raises Exhausted where the clock has found so and left the saying to it."""
    if _left:
        raise _left.pop()


_left: list[Exhausted] = []


def _look(_number: int, frame: FrameType | None) -> None:
    now = time.process_time()
    for watch in _watched:
        late = now > watch.until
        if late or resident() - watch.before > watch.megabytes:
            if _finalising(frame):
                return  # what is raised there is shown and lost; the next look is soon enough
            said = f"用了 {watch.seconds:.0f} 秒还没有完成" if late else f"用的内存超过 {watch.megabytes} MB"
            watch.until = now + _AGAIN
            found = watch.found = Exhausted(watch.work, said)
            if frame is None or frame.f_lineno is not None:
                raise found
            _left[:] = [found]  # the end of a template's loop has no line, and Jinja fails over that: its next step raises it
            return


def _finalising(frame: FrameType | None) -> bool:
    """Whether this is inside a finaliser or a callback of the collector."""
    collecting = {getattr(callback, "__code__", None) for callback in gc.callbacks}
    while frame is not None:
        if frame.f_code.co_name == "__del__" or frame.f_code in collecting:
            return True
        frame = frame.f_back
    return False


def resident() -> float:
    """Memory that this process has in use (on macOS: had at most), MB."""
    try:
        with open("/proc/self/statm", "rb") as stream:
            return int(stream.read().split()[1]) * _page() / MB
    except (OSError, ValueError, IndexError):
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (MB if sys.platform == "darwin" else 1024)


def give_back() -> None:
    """Let the system have what C's allocator keeps in pieces for later (glibc): of hundreds of issues in one process each leaves
    some, though none holds anything."""
    import ctypes

    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)


def _page() -> int:
    import resource

    return resource.getpagesize()


def address_space() -> float:
    """What this process has mapped, MB; 0 where the system does not say."""
    try:
        with open("/proc/self/statm", "rb") as stream:
            return int(stream.read().split()[0]) * _page() / MB
    except (OSError, ValueError, IndexError):
        return 0.0


def limit_process() -> None:
    """The kernel refuses this process more address space than it has now and `PROCESS_MB` beside: what one operation would take
    at once is a MemoryError then, before the clock can look. Children inherit it; those of ours set their own."""
    now = address_space()
    if not now:
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = int((now + PROCESS_MB) * MB)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
