"""What is raised where Python can only drop it: in a finaliser, a weak reference's callback, a callback of the collector."""

from __future__ import annotations

import signal
import sys
import threading
from types import FrameType
from typing import TYPE_CHECKING

from briefing.core import bounds

if TYPE_CHECKING:
    from sys import UnraisableHookArgs


_LATER, _AGAIN = 0.02, 0.25  # s


def install() -> None:
    """For the rest of this process, unless somebody else listens already (pytest does)."""
    if sys.unraisablehook is sys.__unraisablehook__:
        sys.unraisablehook = _heard


def _heard(dropped: UnraisableHookArgs) -> None:
    """^C is sent once more when this is over, to be heard outside; a limit that was exceeded says so again by itself (`bounds`).
    A library that stumbles while it clears up has harmed nothing, and a traceback tells an editor nothing."""
    from briefing.building import incident

    if isinstance(dropped.exc_value, KeyboardInterrupt):
        _interrupt_again()
    elif incident.debugging() and not isinstance(dropped.exc_value, bounds.Exhausted):
        sys.__unraisablehook__(dropped)


def _interrupt_again() -> None:
    """By a signal, since `_thread.interrupt_main` is heard only when what the main thread waits for is over; and until it is
    heard, since one that comes just before the thread begins to wait wakes nobody."""
    main, usual = threading.main_thread(), signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not main or not callable(usual):
        return
    hears, heard = usual, threading.Event()

    def listen(number: int, frame: FrameType | None) -> None:
        heard.set()
        signal.signal(signal.SIGINT, hears)
        hears(number, frame)

    def send() -> None:
        wait = _LATER
        while not heard.wait(wait) and main.ident is not None:
            signal.pthread_kill(main.ident, signal.SIGINT)
            wait = _AGAIN

    signal.signal(signal.SIGINT, listen)
    threading.Thread(target=send, daemon=True).start()
