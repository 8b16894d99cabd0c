"""A forked child that answers requests, so that a heavy library is imported while the parent does something else.

The child is a copy of a small, single-threaded parent: no pickled code, no start-up of a second interpreter. Requests and
answers are pickled through two pipes; a child that dies, for whatever reason, is an error in the parent, never a wait
without end. Where forking is impossible or unwise (threads run, Windows) the same work is done in the process itself.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import select
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from typing import IO, Generic, NamedTuple, Protocol, TypeVar, cast

from briefing.core import bounds, errors
from briefing.core.errors import BriefingError, Diagnostic, InternalError, at_work, during, of_the_system

#: By the wall's clock, for an answer that nobody set a limit for: the guard against a child that only waits.
TIMEOUT_SECONDS = 600.0
#: The same for any request, and for each second of the processor's that a request may take: a busy machine is slow, not hostile.
LEAST_PATIENCE, PATIENCE = 10.0, 12.0

_SIZE = 8  # bytes of a message's length
#: Signals by which others end a process: the system that runs out of memory, an administrator.
_FROM_OUTSIDE = (getattr(signal, "SIGKILL", None), signal.SIGTERM)
#: Signals by which libraries end a process that is refused memory.
_ABORTED = (signal.SIGABRT, getattr(signal, "SIGTRAP", signal.SIGABRT))

#: This process's ends of the pipes of its living children: a child that kept its elder's would keep it from hearing the end.
_held: set[int] = set()


class Allowance(NamedTuple):
    """What one request may take: seconds of the processor's, and MB of address space beside what the child has already."""

    seconds: float
    megabytes: float


#: What is asked and answered: anything that pickle can hold.
Request = TypeVar("Request")
Answer = TypeVar("Answer")
_Request = TypeVar("_Request", contravariant=True)
_Answer = TypeVar("_Answer", covariant=True)
Handler = Callable[[Request], Answer]


class Worker(Protocol[_Request, _Answer]):
    def send(self, request: _Request, allowed: Allowance | None = None) -> None: ...
    def receive(self, patience: float | None = None) -> _Answer: ...
    def close(self) -> None: ...


def start(prepare: Callable[[], Handler[Request, Answer]], what: str, spare: int = 1) -> Worker[Request, Answer]:
    """A worker that runs `prepare` at once and its result on every request. `what` names it in messages (Chinese); `spare`: how
    often one that was ended from outside is made up for."""
    if hasattr(os, "fork") and threading.active_count() == 1 and not os.environ.get("BRIEFING_SEQUENTIAL"):
        with contextlib.suppress(OSError):  # no more processes, files or memory for this user
            return Child(prepare, what, spare)
    return Inline(prepare, what)


def ready(workers: Sequence[Worker[Request, Answer]], seconds: float) -> Sequence[Worker[Request, Answer]]:
    """Those that have an answer, or have died; none where nothing happened in so many seconds. One that works in this process
    works when it is asked."""
    here = [worker for worker in workers if not isinstance(worker, Child)]
    if here:
        return here
    found, _, _ = select.select([worker for worker in workers if isinstance(worker, Child)], [], [], seconds)
    return found


class Inline(Generic[Request, Answer]):
    """The same work, in this process, when the answer is asked for."""

    def __init__(self, prepare: Callable[[], Handler[Request, Answer]], what: str = "这一步") -> None:
        self._prepare = prepare
        self._what = what
        self._handler: Handler[Request, Answer] | None = None
        self._requests: list[tuple[Request, Allowance | None]] = []

    def send(self, request: Request, allowed: Allowance | None = None) -> None:
        self._requests.append((request, allowed))

    def receive(self, patience: float | None = None) -> Answer:
        if self._handler is None:
            self._handler = self._prepare()
        request, allowed = self._requests.pop(0)
        if allowed is None:
            return self._handler(request)
        with bounds.bounded(self._what, allowed.seconds):
            return self._handler(request)

    def close(self) -> None:
        self._requests.clear()


class Child(Generic[Request, Answer]):
    """A forked process. Requests are answered in order; `receive` raises what the handler raised, and Exhausted where the request
    took more than it was allowed. A child that died of it is of no more use; one that was ended from outside is made up for by
    another, once."""

    def __init__(self, prepare: Callable[[], Handler[Request, Answer]], what: str, spare: int = 1) -> None:
        self._prepare, self._what = prepare, what
        self._unanswered: list[tuple[Request, Allowance | None]] = []
        self._spare = spare
        #: Seconds of the processor's that the last answer took.
        self.spent = 0.0
        self._begin()

    def _begin(self) -> None:
        """Raises OSError where the system has no more pipes or processes for us."""
        child_reads, parent_writes, parent_reads, child_writes = _pipes()
        for stream in (sys.stdout, sys.stderr):  # None: closed from the start
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.flush()
        try:
            self.pid = os.fork()
        except OSError:
            for descriptor in (child_reads, parent_writes, parent_reads, child_writes):
                os.close(descriptor)
            raise
        if self.pid == 0:
            for descriptor in (parent_reads, parent_writes, *_held):
                os.close(descriptor)
            _held.clear()
            _serve(self._prepare, self._what, os.fdopen(child_reads, "rb"), os.fdopen(child_writes, "wb"))
        os.close(child_reads)
        os.close(child_writes)
        self._requests = os.fdopen(parent_writes, "wb", buffering=0)
        self._answers = parent_reads
        _held.update((parent_writes, parent_reads))

    def send(self, request: Request, allowed: Allowance | None = None) -> None:
        self._unanswered.append((request, allowed))
        self._ask(request, allowed)

    def _ask(self, request: Request, allowed: Allowance | None) -> None:
        with contextlib.suppress(BrokenPipeError):  # it died: `receive` finds out how
            _send(self._requests, (request, allowed))

    def fileno(self) -> int:
        """What is readable when there is an answer, or none to come."""
        return self._answers

    def receive(self, patience: float | None = None) -> Answer:
        """The next answer; `patience`: seconds by the wall's clock, where there is a better guess than its own. A child whose
        time the kernel limits is given up only when it has stood still so long: on a busy machine it may wait for its turn."""
        _, allowed = self._unanswered[0]
        until_still = patience is None and allowed is not None
        usual = TIMEOUT_SECONDS if allowed is None else LEAST_PATIENCE + PATIENCE * allowed.seconds
        waits = usual if patience is None else patience
        try:
            size = int.from_bytes(self._read(_SIZE, waits, until_still))
            answer, self.spent = pickle.loads(self._read(size, waits, until_still))
        except EOFError:
            code = self._ended()
            if self._lost(code) and self._again():
                return self.receive(patience)
            del self._unanswered[0]
            raise self._death(code, allowed) from None
        except TimeoutError:
            del self._unanswered[0]
            os.kill(self.pid, signal.SIGKILL)
            raise InternalError(Diagnostic("worker-timeout", f"{self._what}超过 {waits:.0f} 秒没有完成，已经停下")) from None
        del self._unanswered[0]
        return cast(Answer, _unwrap(answer, self._what))

    def _again(self) -> bool:
        """Another child, which is asked whatever the last one owed; False where there can be none."""
        if not self._spare or threading.active_count() > 1:
            return False
        self._spare -= 1
        self._shut()
        try:
            self._begin()
        except OSError:
            return False
        for request, allowed in self._unanswered:
            self._ask(request, allowed)
        return True

    def _read(self, size: int, patience: float, until_still: bool) -> bytes:
        """Exactly `size` bytes. Raises EOFError when the child is gone, TimeoutError when it is past its time, or, `until_still`,
        has done nothing since."""
        parts = bytearray()
        deadline, done = time.monotonic() + patience, work_of(self.pid)
        while len(parts) < size:
            ready, _, _ = select.select([self._answers], [], [], max(0.0, deadline - time.monotonic()))
            if not ready:
                since = work_of(self.pid)
                if not until_still or since == done:
                    raise TimeoutError
                deadline, done = time.monotonic() + patience, since
                continue
            part = os.read(self._answers, size - len(parts))
            if not part:
                raise EOFError
            parts += part
        return bytes(parts)

    def close(self) -> None:
        """Let it end, and wait for that; a child that does not listen is killed. No zombie stays."""
        self._shut()
        deadline = time.monotonic() + 2
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(self.pid, os.WNOHANG)[0] == 0:
                if time.monotonic() > deadline:
                    os.kill(self.pid, signal.SIGKILL)
                    os.waitpid(self.pid, 0)
                    break
                time.sleep(0.002)

    def _shut(self) -> None:
        if self._answers >= 0:
            _held.difference_update((self._requests.fileno(), self._answers))
            with contextlib.suppress(OSError):
                self._requests.close()
            os.close(self._answers)
            self._answers = -1

    def _ended(self) -> int:
        """How the child ended; minus a signal."""
        try:
            return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        except ChildProcessError:
            return 0

    @staticmethod
    def _lost(code: int) -> bool:
        return -code in _FROM_OUTSIDE

    def _death(self, code: int, allowed: Allowance | None) -> BriefingError:
        if allowed is not None and code == -getattr(signal, "SIGXCPU", 0):
            self.spent = allowed.seconds
            return bounds.Exhausted(self._what, f"用了 {allowed.seconds:.0f} 秒还没有完成")
        if allowed is not None and -code in _ABORTED:
            return bounds.Exhausted(self._what, "内存不够")
        if self._lost(code):
            hint = "请关闭其他程序后重试，或减少图片、分成几期。"
            return bounds.Exhausted(self._what, "两次被系统结束，多半是内存不够", hint=hint)
        cause = f"收到信号 {signal.Signals(-code).name}" if code < 0 else f"退出码 {code}"
        hint = "内存可能不够：请关闭其他程序后重试。" if code == -signal.SIGSEGV else ""
        return InternalError(Diagnostic("worker-died", f"{self._what}意外中断（{cause}）", hint=hint))


def work_of(pid: int) -> int:
    """Ticks that the process has had of the processor; 0 where the system does not tell."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            fields = file.read().rpartition(b")")[2].split()
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])


def _pipes() -> tuple[int, int, int, int]:
    """Two pipes: ends to read and write, twice. Both or none."""
    one = os.pipe()
    try:
        return (*one, *os.pipe())
    except OSError:
        for descriptor in one:
            os.close(descriptor)
        raise


def _serve(prepare: Callable[[], Handler[Request, Answer]], what: str, requests: IO[bytes], answers: IO[bytes]) -> None:
    """The child's whole life. Leaves by os._exit: the parent's exit handlers and buffers are not its own."""
    try:
        for number in (signal.SIGINT, signal.SIGTERM):  # Ctrl-C reaches the whole group: the parent does the talking
            signal.signal(number, signal.SIG_DFL)
        _unlimited()
        failure: tuple[object, ...] | None = None
        handler: Handler[Request, Answer] | None = None
        try:
            handler = prepare()
        except Exception as error:
            failure = _wrap_failure(error, what)
        while True:
            size = requests.read(_SIZE)
            if len(size) < _SIZE:
                break
            request, allowed = pickle.loads(requests.read(int.from_bytes(size)))
            began = time.process_time()
            if allowed is not None:
                _limit(allowed)
            try:
                answer = failure or ("answer", handler(request) if handler else None)
            except Exception as error:
                answer = _wrap_failure(error, what)
            _unlimited()
            _send(answers, (answer, time.process_time() - began))
    except BaseException:
        os._exit(1)
    os._exit(0)


def _send(pipe: IO[bytes], message: object) -> None:
    """Length first: the other side reads just this message, and can watch the clock while it does."""
    data = pickle.dumps(message, protocol=5)
    view = memoryview(len(data).to_bytes(_SIZE) + data)
    while view:
        view = view[pipe.write(view) :]
    pipe.flush()


def _wrap_failure(error: Exception, what: str) -> tuple[object, ...]:
    """Exceptions of libraries need not survive pickling: what is sent is plain data."""
    error = of_the_system(error, what) or error
    if isinstance(error, bounds.Exhausted):
        return ("exhausted", error.work, error.what)
    if isinstance(error, BriefingError):
        return ("failed", type(error).__name__, error.diagnostics)
    if isinstance(error, MemoryError):
        return ("memory",)
    from briefing.building import incident

    return ("crashed", "".join(traceback.format_exception(error)), incident.frames(error), at_work(error) or ("", ""))


def _unwrap(answer: tuple[object, ...], what: str) -> object:
    match answer:
        case ("answer", value):
            return value
        case ("exhausted", str(work), str(said)):
            raise bounds.Exhausted(work, said)
        case ("failed", str(name), tuple(diagnostics)):
            raise getattr(errors, name)(*diagnostics)
        case ("memory",):
            raise bounds.Exhausted(what, "内存不够")
        case ("crashed", str(trace), list(frames), (str(work), str(path))):
            with during(work or what, path):
                raise ChildCrash(trace, frames)
    raise InternalError(Diagnostic("worker-died", f"{what}的回答无法理解"))


class ChildCrash(RuntimeError):
    """An unexpected exception in a child; its text is the child's traceback, `frames` the places in it."""

    def __init__(self, trace: str, frames: Sequence[str] = ()) -> None:
        super().__init__(trace)
        self.frames = list(frames)


def _limit(allowed: Allowance) -> None:
    """Of this process, by the kernel: who is in a library's loop hears no signal of Python's."""
    try:
        import resource
    except ImportError:
        return
    seconds = int(time.process_time() + allowed.seconds) + 1
    _set(resource.RLIMIT_CPU, seconds)
    size = bounds.address_space()
    if size:
        _set(resource.RLIMIT_AS, int((size + allowed.megabytes) * bounds.MB))


def _unlimited() -> None:
    """As far as this process may lift its limits. It leaves no image of its memory behind."""
    try:
        import resource
    except ImportError:
        return
    _set(resource.RLIMIT_CORE, 0)
    _set(resource.RLIMIT_CPU, resource.RLIM_INFINITY)
    _set(resource.RLIMIT_AS, resource.RLIM_INFINITY)


def _set(kind: int, wanted: int) -> None:
    """The soft limit, no higher than the hard one."""
    import resource

    _, hard = resource.getrlimit(kind)
    endless = resource.RLIM_INFINITY
    limit = hard if wanted == endless else wanted if hard == endless else min(wanted, hard)
    with contextlib.suppress(ValueError, OSError):  # macOS refuses some
        resource.setrlimit(kind, (limit, hard))
