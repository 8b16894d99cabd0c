"""No character is dropped, doubled or moved: source, PDF and DOCX say the same, for every example issue."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from xml.etree import ElementTree

import pypdfium2
import pytest
from example_issues import NAMES, composed, docx, pdf, source

from briefing.files.world import MAX_PICTURE
from briefing.model.blocks import Heading as ModelHeading
from briefing.model.blocks import ListBlock, Paragraph, Quote
from briefing.model.blocks import Table as ModelTable
from briefing.model.bulletin import Article
from briefing.model.text_lines import plain
from briefing.prove.drawn_text import drawn_words
from briefing.typeset.composed import Composed, SetParagraph, SetTable

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def letters(text: str) -> str:
    """`text` without white space, forced breaks and the like: what a reader reads."""
    return re.sub(r"[\s\u2028\u200b\ufffe]+", "", text)


def composed_texts(page: Composed) -> list[str]:
    texts = []
    for block in page.blocks:
        if isinstance(block, SetParagraph):
            texts.append(block.text + "".join(run.text for run in block.paragraph.pair))
        elif isinstance(block, SetTable):
            texts += [cell.text for row in block.cells for cell in row]
    return [letters(text) for text in texts if letters(text)]


def report_texts(article: Article) -> list[str]:
    found = [plain(article.title)]
    for block in article.blocks:
        if isinstance(block, Paragraph | ModelHeading):
            found.append(plain(block.content))
        elif isinstance(block, ListBlock):
            found += [plain(item.content) for item in block.items]
        elif isinstance(block, Quote):
            found += [plain(inner.content) for inner in block.blocks]
        elif isinstance(block, ModelTable):
            found += [plain(cell.content) for row in (block.header, *block.rows) for cell in row]
    return [letters(text) for text in found if letters(text)]


def docx_text(data: bytes) -> str:
    with zipfile.ZipFile(BytesIO(data)) as package:
        body = ElementTree.fromstring(package.read("word/document.xml"))
    return letters("".join(node.text or "" for node in body.iter(f"{W}t")))


def pdf_text(data: bytes, page: Composed) -> str:
    """The text as a reader copies it, without the running page numbers."""
    found = []
    with pypdfium2.PdfDocument(data) as document:
        for number, sheet in enumerate(document):
            text = letters(sheet.get_textpage().get_text_range())
            label = letters(page.pages[number].label)
            assert text.endswith(label), f"page {number + 1} does not end with its number"
            found.append(text[: len(text) - len(label)])
    return "".join(found)


@pytest.mark.parametrize("name", NAMES)
def test_every_word_of_the_source_is_composed_once_and_in_order(name: str) -> None:
    text = "\n".join(composed_texts(composed(name)))
    issue = source(name).issue
    position = 0
    for article in (*issue.articles, *(attachment.article for attachment in issue.attachments)):
        body = report_texts(article)
        # The title also stands in the contents; the report begins where its title is followed by its text.
        for paragraph in body[1:]:
            position = text.find(paragraph, position)
            assert position >= 0, f"{article.path}: missing or out of order: {paragraph[:30]}"
            position += len(paragraph)
            if len(paragraph) > 20:
                assert text.count(paragraph) == 1, f"{article.path}: twice: {paragraph[:30]}"


@pytest.mark.parametrize("name", NAMES)
def test_pdf_says_what_was_composed(name: str) -> None:
    root, page = source(name).world.issue, composed(name)
    text, wanted = pdf_text(pdf(name), page), "".join(composed_texts(page))
    for path in page.drawings:  # a reader takes the words of a drawing in an order of its own
        drawn = "".join(drawn_words(root.bytes(path, MAX_PICTURE)))
        at = next(at for at, (here, there) in enumerate(zip(text, wanted, strict=False)) if here != there)
        assert sorted(text[at : at + len(drawn)]) == sorted(drawn)
        text = text[:at] + text[at + len(drawn) :]
    assert text == wanted


@pytest.mark.parametrize("name", NAMES)
def test_docx_says_what_was_composed(name: str) -> None:
    assert docx_text(docx(name)) == "".join(composed_texts(composed(name)))
