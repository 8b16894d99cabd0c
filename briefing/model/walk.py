"""Every text of a report, once, in reading order: what proofreads, accounts for or describes a report goes through it here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from briefing.core.errors import Span
from briefing.model.blocks import Block, Figure, Table, within
from briefing.model.bulletin import Article
from briefing.model.described import LocatedText
from briefing.model.text_lines import ModelText, Text, TextRole


def texts(article: Article) -> Iterator[ModelText]:
    """All texts, those that say nothing too: the n-th caption is that of the n-th table."""
    yield ModelText("title", article.title, article.span)
    yield ModelText("subtitle", article.subtitle, article.span)
    yield _field("contents-title", article.contents_title, article.span)
    yield ModelText("lead", article.lead, article.span)
    yield ModelText("editor-note", article.editor_note, article.span)
    for block in article.blocks:
        yield from _block(block)
    for note in article.notes:
        yield ModelText("note", note.content, note.span)
    yield from (ModelText("signature", line, article.span) for line in article.signature)
    yield _field("contributor", article.contributor, article.span)
    yield _field("source", article.source, article.span)


def _block(block: Block) -> Iterator[ModelText]:
    for part in block.parts():
        if isinstance(part, ModelText):
            yield part
        else:
            yield from _block(part)


def _field(role: TextRole, text: str, place: Span) -> ModelText:
    """What is no LocatedText is a default of the program's, or was made up, and stands nowhere."""
    span = text.span if isinstance(text, LocatedText) else place
    return ModelText(role, (Text(str(text), span),) if text else (), span)


def figures(articles: Iterable[Article]) -> Iterator[Figure]:
    return (block for article in articles for block in within(article.blocks) if isinstance(block, Figure))


def tables(article: Article) -> Iterator[Table]:
    return (block for block in within(article.blocks) if isinstance(block, Table))
