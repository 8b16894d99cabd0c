"""What is raised where Python can only drop it: in a finaliser, a weak reference's callback, a callback of the collector."""

from __future__ import annotations

import signal
import sys
import threading
from typing import TYPE_CHECKING

from briefing.core import bounds

if TYPE_CHECKING:
    from sys import UnraisableHookArgs


_LATER = 0.02  # s


def install() -> None:
    """For the rest of this process, unless somebody else listens already (pytest does)."""
    if sys.unraisablehook is sys.__unraisablehook__:
        sys.unraisablehook = _heard


def _heard(dropped: UnraisableHookArgs) -> None:
    """^C is sent once more when this is over, to be heard outside; a limit that was exceeded says so again by itself (`bounds`).
    A library that stumbles while it clears up has harmed nothing, and a traceback tells an editor nothing."""
    from briefing.building import incident

    if isinstance(dropped.exc_value, KeyboardInterrupt):
        threading.Timer(_LATER, _interrupt).start()
    elif incident.debugging() and not isinstance(dropped.exc_value, bounds.Exhausted):
        sys.__unraisablehook__(dropped)


def _interrupt() -> None:
    """A signal, and not `_thread.interrupt_main`, which is heard only when what the main thread waits for is over."""
    main = threading.main_thread()
    if main.ident is not None and main.is_alive() and callable(signal.getsignal(signal.SIGINT)):
        signal.pthread_kill(main.ident, signal.SIGINT)
