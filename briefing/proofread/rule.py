"""What a rule is: a module of `rules/` with a docstring (its manual), a severity and one function."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field

from briefing.core.errors import Severity, Span
from briefing.core.records import dataclass
from briefing.model.bulletin import Issue
from briefing.proofread.neighbours import Neighbour
from briefing.proofread.passages import WORDING, Passage, PassageKind, by_report
from briefing.proofread.words import Words


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in `passage.text[start:end]`, or at `span` where it is in no passage.

    `new` is given where nothing but replacing exactly that stretch can be meant; `--fix` then does it.
    """

    message: str
    hint: str = ""
    passage: Passage | None = None
    start: int = 0
    end: int = 0
    new: str | None = None
    span: Span | None = None


def found(passage: Passage, start: int, end: int, message: str, hint: str = "", new: str | None = None) -> Finding:
    """A finding about `passage.text[start:end]`."""
    return Finding(message, hint, passage, start, end, new)


@dataclass(frozen=True)
class Galley:
    """校样: all that a rule may look at. `keys`: place of each key's value in issue.yaml."""

    issue: Issue
    passages: tuple[Passage, ...]
    words: Words
    neighbours: tuple[Neighbour, ...] = ()
    keys: Mapping[str, Span] = field(default_factory=dict)

    def reports(self) -> dict[int, list[Passage]]:
        """Passages by report, those of issue.yaml left out."""
        return {number: group for number, group in by_report(self.passages).items() if number >= 0}

    @property
    def date(self) -> datetime.date | None:
        return self.issue.date


@dataclass(frozen=True)
class Rule:
    """`each` looks at one passage of `kinds` at a time, `whole` at everything; a rule has one of the two."""

    severity: Severity
    each: Callable[[Passage, Galley], Iterable[Finding]] | None = None
    whole: Callable[[Galley], Iterable[Finding]] | None = None
    kinds: frozenset[PassageKind] = WORDING

    def run(self, galley: Galley) -> Iterator[Finding]:
        if self.whole is not None:
            yield from self.whole(galley)
        if self.each is not None:
            for passage in galley.passages:
                if passage.kind in self.kinds:
                    yield from self.each(passage, galley)
