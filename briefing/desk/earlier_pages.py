"""Pages for an issue that cannot be set as it stands, where the desk has none of before: those of the newest saved state that
can.

A desk that was started anew, or an issue that came broken from elsewhere, has texts and no pages; whoever mends the text has the
pages of before beside it, as whoever broke it here has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from briefing.core.errors import InputError
from briefing.core.plain import Entries
from briefing.desk.issue_pages import IssuePages
from briefing.desk.live_pages import Told
from briefing.desk.manuscript import Manuscript
from briefing.desk.saved_states import SavedState, SavedStates

#: States that are tried one by one, from the newest; beyond them ever more are passed over: a text is broken for hours, or weeks.
_NEAR = 8


class EarlierPages:
    """`ask`: have these texts set in place of those on the desk, and tell what came of it; who asks after that comes first."""

    def __init__(self, shown: IssuePages, states: SavedStates, ask: Callable[[Mapping[str, str], Told], None]) -> None:
        self._shown, self._states, self._ask = shown, states, ask
        self._left: list[Mapping[str, str]] | None = None  # states to be tried; None: nobody has looked

    def heard(self, said: Entries) -> None:
        """What the typesetter says of the issue as it stands."""
        self._shown.heard(said)
        if "pages" in said:
            self._left = None
        elif "broken" in said and self._shown.none:
            if self._left is None:
                self._left = list(_to_try(self._states.all()))
            self._next()

    def _next(self) -> None:
        while self._left:
            texts = _texts(self._states, self._left[0])
            if texts is not None:
                self._ask(texts, self._heard_earlier)
                return
            self._left.pop(0)

    def _heard_earlier(self, said: Entries) -> None:
        if "pages" in said:
            self._left = None
            self._shown.earlier(said)
        elif "broken" in said and self._left:
            self._left.pop(0)
            self._next()


def _to_try(states: Sequence[SavedState]) -> Iterator[Mapping[str, str]]:
    """Files → digests, each once, from the newest; the oldest is how the desk first saw the issue."""
    found: list[Mapping[str, str]] = []
    for state in reversed(states):
        if state.files not in found:
            found.append(state.files)
    at, step = 0, 1
    while at < len(found) - 1:
        yield found[at]
        step = step if at < _NEAR else 2 * step
        at += step
    yield from found[-1:]


def _texts(states: SavedStates, files: Mapping[str, str]) -> Mapping[str, str] | None:
    """None where one of them is not there any more."""
    texts = {}
    for name, digest in files.items():
        data = states.text(digest)
        if data is None:
            return None
        try:
            texts[name] = Manuscript.read(name, data).text
        except InputError:
            return None
    return texts
