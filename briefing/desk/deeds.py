"""What was done to an issue as a whole, to be undone by its windows: another order, files taken in, a report gone, a setting.

A deed is the texts that it changed, as they were before and after. It is undone as a window's text is taken: joined by paragraph
with what has been written since, and not at all where that touches the same paragraph.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import NamedTuple

from briefing.core.errors import Diagnostic, OutputError
from briefing.core.plain import Plain
from briefing.desk import three_way
from briefing.desk.open_issue import OpenIssue

#: Deeds that can be undone; whoever goes further back finds it in the saved states.
_MOST = 100


class Deed(NamedTuple):
    """`what` in a word or two; `before` and `after`: file → text, None where there was or is none."""

    what: str
    before: Mapping[str, str | None]
    after: Mapping[str, str | None]


class Noting:
    """Of a deed that is being done; `number` when it has changed something."""

    number: int | None = None

    def __init__(self, what: str) -> None:
        self.what = what

    def plain(self) -> dict[str, Plain]:
        """What a window is told, to stand in an answer."""
        return {"deed": {"number": self.number, "what": self.what}} if self.number is not None else {}


class Deeds:
    """Of one issue, since the desk was started."""

    def __init__(self, issue: OpenIssue) -> None:
        self._issue = issue
        self._done: dict[int, Deed] = {}
        self._count = 0

    @asynccontextmanager
    async def noted(self, what: str) -> AsyncIterator[Noting]:
        """What is done meanwhile, but for what windows type."""
        noting = Noting(what)
        before = self._issue.texts
        self._issue.typed_in.clear()
        yield noting
        after = self._issue.texts
        changed = [
            name
            for name in sorted({*before, *after})
            if before.get(name) != after.get(name)
            and not (name in self._issue.typed_in and name in before and name in after)
        ]  # fmt: skip
        if changed:
            noting.number = self._keep(
                Deed(what, {name: before.get(name) for name in changed}, {name: after.get(name) for name in changed})
            )

    async def undo(self, number: int) -> int:
        """Texts as they were before it; the number of the deed that does it again. Raises KeyError for one that is not known any
        more, OutputError where something was written since that it would take away."""
        deed = self._done[number]
        issue = self._issue
        made: dict[str, str] = {}
        for name, stood in deed.before.items():
            then, now = deed.after[name], issue.texts.get(name)
            if stood is None:
                if now is not None and now != then:
                    raise _refused(deed.what)
            elif then is None or now is None:
                if now not in (then, stood):
                    raise _refused(deed.what)
                made[name] = stood
            else:
                joined = three_way.joined(three_way.merge(then, stood, now))
                if joined is None:
                    raise _refused(deed.what)
                made[name] = joined
        before = {name: issue.texts.get(name) for name in deed.before}
        issue.put(made, f"撤销：{deed.what}")
        await issue.save()  # a report that came back is there before issue.yaml is read with it
        for name, stood in deed.before.items():
            if stood is None and name in issue.texts:
                await issue.remove(name)
        del self._done[number]
        return self._keep(Deed(deed.what, before, {name: issue.texts.get(name) for name in before}))

    def _keep(self, deed: Deed) -> int:
        self._count += 1
        self._done[self._count] = deed
        while len(self._done) > _MOST:
            del self._done[min(self._done)]
        return self._count


def _refused(what: str) -> OutputError:
    message = f"“{what}”撤销不了：后来在同一处又改过"
    return OutputError(Diagnostic("sources-output", message, hint="请打开“历史”，看着差别退回。"))
