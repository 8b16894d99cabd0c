"""Lists, quotations and 折页 of our own DOCX: what of them belongs together, as the facts tell."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from briefing.core.plain import Plain
from briefing.model.blocks import Block, Container, ListBlock, Quote, Wide
from briefing.model.facts import ReportFacts


def apart(blocks: Sequence[Block], facts: ReportFacts) -> tuple[Block, ...]:
    """Lists, quotations and pages of other formats that stand together apart again, each item as deep as it was; as they
    are, where an editor has since changed how many items there are."""
    lists, quotes = list(facts.lists), list(facts.quotes)
    result = _parted(blocks, lists, quotes)
    return _leaves(result if not lists and not quotes else blocks, list(facts.leaves))


def _leaves(blocks: Sequence[Block], told: list[Plain]) -> tuple[Block, ...]:
    """Pages of one format that stand together apart again, as many blocks on each as `told` of every such run."""
    result: list[Block] = []
    for block in blocks:
        run = told.pop(0) if isinstance(block, Wide) and told else []
        counts = _counts(run, len(block.blocks)) if isinstance(block, Wide) and isinstance(run, list) else []
        if isinstance(block, Wide) and counts:
            rest = iter(block.blocks)
            held = (tuple(itertools.islice(rest, count)) for count in counts)
            result += (replace(block, blocks=inner, span=inner[0].span) for inner in held)
        else:
            result.append(block)
    return tuple(result)


def _counts(told: Sequence[Plain], whole: int) -> list[int]:
    """What is told, if it makes up the whole."""
    known = [count for count in told if isinstance(count, int) and count > 0]
    return known if len(known) == len(told) and sum(known) == whole else []


def _parted(blocks: Sequence[Block], lists: list[Plain], quotes: list[Plain]) -> tuple[Block, ...]:
    """`lists`, `quotes`: what is told of those to come; taken off."""
    result: list[Block] = []
    for block in blocks:
        if isinstance(block, Container):
            result.append(replace(block, blocks=_parted(block.blocks, lists, quotes)))
        elif isinstance(block, ListBlock) and lists:
            taken = _taken(lists, len(block.items))
            deep = (replace(item, depth=int(sign)) for item, sign in zip(block.items, "".join(taken), strict=True))
            result += [
                ListBlock(tuple(items), items[0].span) for part in taken if (items := list(itertools.islice(deep, len(part))))
            ]
        elif isinstance(block, Quote) and quotes:
            rest = iter(block.blocks)
            result += [
                Quote(tuple(inner), inner[0].span)
                for part in _taken(quotes, len(block.blocks))
                if (inner := list(itertools.islice(rest, len(part))))
            ]
        else:
            result.append(block)
    return tuple(result)


def _taken(told: list[Plain], count: int) -> list[str]:
    """The first of `told` that make up `count` items, taken off it; where none do, all stay one and `told` stays."""
    taken: list[str] = []
    while told and isinstance(first := told[0], str) and first.isdecimal() and sum(map(len, taken)) + len(first) <= count:
        taken.append(first)
        del told[0]
    if sum(map(len, taken)) == count:
        return taken
    told.append("")  # not used up: the whole is left as it is
    return ["0" * count]
