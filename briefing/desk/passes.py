"""Who has been let in. A key opens once and is thrown away; what a browser keeps instead is a cookie that no script can read."""

from __future__ import annotations

import secrets
import time

#: Wrong passwords before the door stays shut for a while, and how long, s.
_TRIES, _SHUT = 5, 30.0


class Passes:
    """`password`: "" where only keys open."""

    def __init__(self, port: int, password: str = "") -> None:
        self.cookie = f"briefing-desk-{port}"  # cookies are of a host, not of a port
        self.key = secrets.token_urlsafe(32)
        self.password = password
        self._sessions: set[str] = set()
        self._opening: set[str] = set()
        self._wrong = 0
        self._shut_until = 0.0

    def opening(self) -> str:
        """A key for the browser that is about to be opened, good once: other users can see what a program is called with."""
        key = secrets.token_urlsafe(32)
        self._opening.add(key)
        return key

    def enter(self, key: str) -> str | None:
        """A session for a key; None for a wrong one."""
        if key in self._opening:
            self._opening.discard(key)
            return self._session()
        return self._session() if secrets.compare_digest(key.encode(), self.key.encode()) else None

    def speak(self, password: str) -> str | None:
        """A session for the password; None for a wrong one, or while the door is shut."""
        if not self.password or time.monotonic() < self._shut_until:
            return None
        if secrets.compare_digest(password.encode(), self.password.encode()):
            self._wrong = 0
            return self._session()
        self._wrong += 1
        if self._wrong >= _TRIES:
            self._wrong, self._shut_until = 0, time.monotonic() + _SHUT
        return None

    def knows(self, session: str) -> bool:
        return session in self._sessions

    def _session(self) -> str:
        session = secrets.token_urlsafe(32)
        self._sessions.add(session)
        return session
