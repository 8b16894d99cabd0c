"""Who has been let in. A key opens once and is thrown away; what a browser keeps instead is a cookie that no script can read.

Everything secret is looked up and compared by its digest: how long that takes says nothing of it.
"""

from __future__ import annotations

import hashlib
import secrets
import time

#: Wrong passwords of one address before the door stays shut for it, and how long, s.
_TRIES, _SHUT = 5, 30.0
#: Addresses that are remembered.
_ADDRESSES = 256


class Passes:
    """`password`: "" where only keys open."""

    def __init__(self, port: int, password: str = "") -> None:
        self.cookie = f"briefing-desk-{port}"  # cookies are of a host, not of a port
        self.key = secrets.token_urlsafe(32)
        self.password = password
        self._sessions: set[bytes] = set()
        self._opening: set[bytes] = set()
        self._doors: dict[str, _Door] = {}
        self._key = _digest(self.key)

    def opening(self) -> str:
        """A key for the browser that is about to be opened, good once: other users can see what a program is called with."""
        key = secrets.token_urlsafe(32)
        self._opening.add(_digest(key))
        return key

    def enter(self, key: str) -> str | None:
        """A session for a key; None for a wrong one."""
        digest = _digest(key)
        if digest in self._opening:
            self._opening.discard(digest)
            return self._session()
        return self._session() if secrets.compare_digest(digest, self._key) else None

    def speak(self, password: str, address: str = "") -> str | None:
        """A session for the password; None for a wrong one, or while the door is shut for the `address` it comes from: who
        guesses shuts nobody else out."""
        if not self.password:
            return None
        door = self._door(address)
        if time.monotonic() < door.shut_until:
            return None
        if secrets.compare_digest(_digest(password), _digest(self.password)):
            self._doors.pop(address, None)
            return self._session()
        door.wrong += 1
        if door.wrong >= _TRIES:
            door.wrong, door.shut_until = 0, time.monotonic() + _SHUT
        return None

    def knows(self, session: str) -> bool:
        return _digest(session) in self._sessions

    def _door(self, address: str) -> _Door:
        if address not in self._doors and len(self._doors) >= _ADDRESSES:
            self._doors.clear()
        return self._doors.setdefault(address, _Door())

    def _session(self) -> str:
        session = secrets.token_urlsafe(32)
        self._sessions.add(_digest(session))
        return session


class _Door:
    """As one address finds it."""

    def __init__(self) -> None:
        self.wrong, self.shut_until = 0, 0.0


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
