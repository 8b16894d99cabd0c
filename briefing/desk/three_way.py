"""Two texts that were made of a third one, joined by paragraph. Pure.

A paragraph that only one side changed is as that side has it; one that both changed, each in its own way, is a clash for people
to settle: by sentence or by character a number of one side gets into the sentence of the other. A paragraph that one side put
elsewhere is the same paragraph: what the other side changed in it goes with it, and it stands once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

#: A paragraph with the blank lines after it.
_PARAGRAPH = re.compile(r"[^\n]*(?:\n|$)(?:[ \t]*\n)*")


class Chunk(NamedTuple):
    """A stretch of the joined text. `clash`: `mine` and `theirs` are both other than `base`, and not the same. `made`: what it
    is to be, where that is as neither side has it: something was put elsewhere."""

    mine: str
    theirs: str
    base: str
    clash: bool
    made: str | None = None

    @property
    def text(self) -> str:
        """What it is without a clash."""
        if self.made is not None:
            return self.made
        return self.theirs if self.mine == self.base else self.mine


def merge(base: str, mine: str, theirs: str) -> list[Chunk]:
    """The whole text in its order."""
    if mine == theirs or base in (mine, theirs):
        return [Chunk(mine, theirs, base, False)]
    return _moved(list(_merged(paragraphs(base), paragraphs(mine), paragraphs(theirs))))


def joined(chunks: Sequence[Chunk]) -> str | None:
    """The text; None where something clashes."""
    return None if any(chunk.clash for chunk in chunks) else "".join(chunk.text for chunk in chunks)


def taken_back(earlier: Iterable[str], mine: str, theirs: str) -> int:
    """How many paragraphs of `mine` stand in `theirs` as one of the texts `earlier` has them, or no more: whoever made `theirs`
    of an old copy has not seen what was written since, and took all of it back. 0 where something of it is there."""
    for old in earlier:
        written = [chunk for chunk in merge(*map(_evenly, (old, mine, theirs))) if chunk.mine != chunk.base]
        if written and all(chunk.theirs == chunk.base for chunk in written):
            return sum(len(set(paragraphs(chunk.mine)) - set(paragraphs(chunk.base))) for chunk in written)
    return 0


def _evenly(text: str) -> str:
    """With as much white after the last paragraph as after any other."""
    return "".join(f"{part.strip()}\n\n" for part in paragraphs(text) if part.strip())


def paragraphs(text: str) -> list[str]:
    """They make the text again when they are put together."""
    return [part for part in _PARAGRAPH.findall(text) if part]


def _merged(base: list[str], mine: list[str], theirs: list[str]) -> Iterator[Chunk]:
    """diff3: between paragraphs that all three have, whoever changed something is followed."""
    ours, others = _matches(base, mine), _matches(base, theirs)
    at = (0, 0, 0)
    for index in [*(index for index in range(len(base)) if index in ours and index in others), len(base)]:
        here = (index, ours.get(index, len(mine)), others.get(index, len(theirs)))
        yield from _between(base[at[0] : here[0]], mine[at[1] : here[1]], theirs[at[2] : here[2]])
        if index < len(base):
            yield Chunk(base[index], base[index], base[index], False)
        at = (here[0] + 1, here[1] + 1, here[2] + 1)


def _matches(base: list[str], other: list[str]) -> dict[int, int]:
    """Paragraph of the base → the same one there."""
    blocks = SequenceMatcher(None, base, other, autojunk=False).get_matching_blocks()
    return {block.a + offset: block.b + offset for block in blocks for offset in range(block.size)}


def _between(base: list[str], mine: list[str], theirs: list[str]) -> Iterator[Chunk]:
    """What stands between two paragraphs that all three have. Two people in neighbouring paragraphs are in each other's way no
    more than in distant ones, as long as every paragraph has its counterpart, and is one: lines that no blank line parts may be
    one sentence."""
    whole = _chunk(base, mine, theirs)
    if whole is None:
        return
    parted = all("\n\n" in part for side in (base, mine, theirs) for part in side[:-1])
    if whole.clash and parted and len(base) == len(mine) == len(theirs):
        each = [_chunk([stood], [ours], [other]) for stood, ours, other in zip(base, mine, theirs, strict=True)]
        if not any(chunk is not None and chunk.clash for chunk in each):
            yield from (chunk for chunk in each if chunk is not None)
            return
    yield whole


def _chunk(base: list[str], mine: list[str], theirs: list[str]) -> Chunk | None:
    stood, ours, others = "".join(base), "".join(mine), "".join(theirs)
    if not (stood or ours or others):
        return None
    return Chunk(ours, others, stood, ours not in (stood, others) and others != stood)


def _moved(chunks: list[Chunk]) -> list[Chunk]:
    """One side took paragraphs away here and has put them in elsewhere; the other changed them here, or moved them, too."""
    for index, chunk in enumerate(chunks):
        if not chunk.base or (chunk.mine and chunk.theirs):
            continue
        here, there = _put_in(chunks, chunk.base, "mine"), _put_in(chunks, chunk.base, "theirs")
        if chunk.clash and (target := there if chunk.mine else here) is not None:
            chunks[index] = chunk._replace(clash=False, made="")
            changed = chunk.mine or chunk.theirs
            chunks[target] = chunks[target]._replace(made=_exchanged(chunks[target].text, chunk.base, changed))
        elif not chunk.mine and not chunk.theirs and here is not None and there is not None and here != there:
            chunks[there] = chunks[there]._replace(made=_exchanged(chunks[there].text, chunk.base, ""))
    return chunks


def _put_in(chunks: Sequence[Chunk], moved: str, side: Literal["mine", "theirs"]) -> int | None:
    """Which chunk is that side's alone, and new, and has the paragraphs `moved`, once."""
    wanted = f"\n{moved.strip()}\n"
    found = [
        index
        for index, chunk in enumerate(chunks)
        if not chunk.base and chunk.text == getattr(chunk, side) and f"\n{chunk.text.strip()}\n".count(wanted)
    ]
    return found[0] if len(found) == 1 and not chunks[found[0]].clash else None


def _exchanged(text: str, stood: str, come: str) -> str:
    """`text` with the paragraphs `come` in place of those that `stood` in it, which stand apart as they did; without them where
    `come` is empty."""
    before, words, after = text.partition(stood.strip())
    if come.strip():
        return f"{before}{come.strip()}{after}"
    return before + after[len(after) - len(after.lstrip("\n")) :] if words else text
