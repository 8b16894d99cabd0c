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
from typing import IO, Any, Protocol

from briefing import errors
from briefing.errors import BriefingError, Diagnostic, InternalError, at_work, during

#: A 640-page bulletin takes WeasyPrint 17 s; nothing that is meant takes this long.
TIMEOUT_SECONDS = 600.0
#: Address space of a child. An 8-page bulletin peaks at 0.1 GB, 640 pages at about 1.
MEMORY_BYTES = 6 << 30

_SIZE = 8  # bytes of a message's length

Handler = Callable[[Any], Any]


class Worker(Protocol):
    def send(self, request: Any) -> None: ...
    def receive(self) -> Any: ...
    def close(self) -> None: ...


def start(prepare: Callable[[], Handler], what: str) -> Worker:
    """A worker that runs `prepare` at once and its result on every request. `what` names it in messages (Chinese)."""
    forks = hasattr(os, "fork") and threading.active_count() == 1 and not os.environ.get("BRIEFING_SEQUENTIAL")
    return Child(prepare, what) if forks else Inline(prepare)


class Inline:
    """The same work, in this process, when the answer is asked for."""

    def __init__(self, prepare: Callable[[], Handler]) -> None:
        self._prepare = prepare
        self._handler: Handler | None = None
        self._requests: list[Any] = []

    def send(self, request: Any) -> None:
        self._requests.append(request)

    def receive(self) -> Any:
        if self._handler is None:
            self._handler = self._prepare()
        return self._handler(self._requests.pop(0))

    def close(self) -> None:
        self._requests.clear()


class Child:
    """A forked process. Requests are answered in order; `receive` raises what the handler raised."""

    def __init__(self, prepare: Callable[[], Handler], what: str) -> None:
        self._what = what
        child_reads, parent_writes = os.pipe()
        parent_reads, child_writes = os.pipe()
        for stream in (sys.stdout, sys.stderr):  # None: closed from the start
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.flush()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(parent_reads)
            os.close(parent_writes)
            _serve(prepare, os.fdopen(child_reads, "rb"), os.fdopen(child_writes, "wb"))
        os.close(child_reads)
        os.close(child_writes)
        self._requests = os.fdopen(parent_writes, "wb", buffering=0)
        self._answers = parent_reads

    def send(self, request: Any) -> None:
        with contextlib.suppress(BrokenPipeError):  # it died: `receive` finds out how
            _send(self._requests, request)

    def receive(self) -> Any:
        deadline = time.monotonic() + TIMEOUT_SECONDS
        try:
            size = int.from_bytes(self._read(_SIZE, deadline))
            answer = pickle.loads(self._read(size, deadline))
        except EOFError:
            raise self._death() from None
        except TimeoutError:
            os.kill(self.pid, signal.SIGKILL)
            raise InternalError(
                Diagnostic("worker-timeout", f"{self._what}超过 {TIMEOUT_SECONDS:.0f} 秒没有完成，已经停下")
            ) from None
        return _unwrap(answer, self._what)

    def _read(self, size: int, deadline: float) -> bytes:
        """Exactly `size` bytes. Raises EOFError when the child is gone, TimeoutError when it is past its time."""
        parts = bytearray()
        while len(parts) < size:
            ready, _, _ = select.select([self._answers], [], [], max(0.0, deadline - time.monotonic()))
            if not ready:
                raise TimeoutError
            part = os.read(self._answers, size - len(parts))
            if not part:
                raise EOFError
            parts += part
        return bytes(parts)

    def close(self) -> None:
        """Let it end, and wait for that; a child that does not listen is killed. No zombie stays."""
        with contextlib.suppress(OSError):
            self._requests.close()
        with contextlib.suppress(OSError):
            os.close(self._answers)
        deadline = time.monotonic() + 2
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(self.pid, os.WNOHANG)[0] == 0:
                if time.monotonic() > deadline:
                    os.kill(self.pid, signal.SIGKILL)
                    os.waitpid(self.pid, 0)
                    break
                time.sleep(0.002)

    def _death(self) -> InternalError:
        try:
            _, status = os.waitpid(self.pid, 0)
            code = os.waitstatus_to_exitcode(status)
        except ChildProcessError:
            code = 0
        cause = f"收到信号 {signal.Signals(-code).name}" if code < 0 else f"退出码 {code}"
        hint = "内存可能不够：请关闭其他程序后重试。" if code in (-signal.SIGKILL, -signal.SIGSEGV) else ""
        return InternalError(Diagnostic("worker-died", f"{self._what}意外中断（{cause}）", hint=hint))


def _serve(prepare: Callable[[], Handler], requests: IO[bytes], answers: IO[bytes]) -> None:
    """The child's whole life. Leaves by os._exit: the parent's exit handlers and buffers are not its own."""
    try:
        for number in (signal.SIGINT, signal.SIGTERM):  # Ctrl-C reaches the whole group: the parent does the talking
            signal.signal(number, signal.SIG_DFL)
        _limit_memory()
        failure: Any = None
        handler: Handler | None = None
        try:
            handler = prepare()
        except Exception as error:
            failure = _wrap_failure(error)
        while True:
            size = requests.read(_SIZE)
            if len(size) < _SIZE:
                break
            request = pickle.loads(requests.read(int.from_bytes(size)))
            try:
                answer = failure or ("answer", handler(request) if handler else None)
            except Exception as error:
                answer = _wrap_failure(error)
            _send(answers, answer)
    except BaseException:
        os._exit(1)
    os._exit(0)


def _send(pipe: IO[bytes], message: Any) -> None:
    """Length first: the other side reads just this message, and can watch the clock while it does."""
    data = pickle.dumps(message, protocol=5)
    view = memoryview(len(data).to_bytes(_SIZE) + data)
    while view:
        view = view[pipe.write(view) :]
    pipe.flush()


def _wrap_failure(error: Exception) -> tuple[str, ...]:
    """Exceptions of libraries need not survive pickling: what is sent is plain data."""
    if isinstance(error, BriefingError):
        return ("failed", type(error).__name__, error.diagnostics)  # type: ignore[return-value]
    if isinstance(error, MemoryError):
        return ("memory",)
    from briefing.building import incident

    return ("crashed", "".join(traceback.format_exception(error)), incident.frames(error), at_work(error))  # type: ignore[return-value]


def _unwrap(answer: tuple[Any, ...], what: str) -> Any:
    match answer:
        case ("answer", value):
            return value
        case ("failed", name, diagnostics):
            raise getattr(errors, name)(*diagnostics)
        case ("memory",):
            raise InternalError(Diagnostic("worker-memory", f"{what}的内存不够", hint="请减少图片，或分成几期。"))
        case ("crashed", trace, frames, work):
            with during(*(work or (what, ""))):
                raise ChildCrash(trace, frames)
    raise InternalError(Diagnostic("worker-died", f"{what}的回答无法理解"))


class ChildCrash(RuntimeError):
    """An unexpected exception in a child; its text is the child's traceback, `frames` the places in it."""

    def __init__(self, trace: str, frames: Sequence[str] = ()) -> None:
        super().__init__(trace)
        self.frames = list(frames)


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = MEMORY_BYTES if hard == resource.RLIM_INFINITY else min(MEMORY_BYTES, hard)
    with contextlib.suppress(ValueError, OSError):  # macOS refuses
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
