"""Pictures made by hand, so that each can be spoilt in one place; a guard against what never ends."""

from __future__ import annotations

import signal
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


def png(width: int, height: int, data: bytes = b"") -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


SOUND_PNG = png(2, 2, zlib.compress(b"\0\0\0" * 2))


@contextmanager
def ending(minutes: int = 1) -> Iterator[None]:
    """Fails what takes so much of the processor's time that it is as good as endless, however busy the machine."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise AssertionError(f"not at an end after {minutes} min of processor time")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, minutes * 60)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
