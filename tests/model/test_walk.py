"""The walk over a report's texts: every text once."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, is_dataclass
from typing import get_args

from test_compose import maximal

from briefing.core.errors import Span
from briefing.model import walk
from briefing.model.bulletin import Article
from briefing.model.described import LocatedText
from briefing.model.text_lines import Text, TextRole


def words(value: object) -> Counter[str]:
    """Every inline text and plain string of an office's below a node, found without knowing its kinds."""
    if isinstance(value, Text):
        return Counter([value.text])
    if isinstance(value, LocatedText):
        return Counter([str(value)])
    if isinstance(value, tuple) and not isinstance(value, Span):
        return sum(map(words, value), Counter())
    if is_dataclass(value) and not isinstance(value, type):
        return sum((words(getattr(value, field.name)) for field in fields(value)), Counter())
    return Counter()


def said(article: Article) -> Counter[str]:
    return Counter(item.text for text in walk.texts(article) for item in text.line if isinstance(item, Text))


def test_every_text_is_met_once() -> None:
    seen = set()
    for article in maximal().all_articles:
        assert not words(article) - said(article)
        seen |= {text.role for text in walk.texts(article)}
    assert seen == set(get_args(TextRole)), "the sample has every kind"
