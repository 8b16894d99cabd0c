"""Every picture of the sources stands in the outputs, once, in its place, in its shape, the right way up, and is that picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from briefing.core.errors import Span
from briefing.prove.expected import Expected
from briefing.prove.findings import Faults
from briefing.prove.pdf_pages import Pdf

if TYPE_CHECKING:
    from briefing.prove.looks import PictureLook


def check_pdf_pictures(expected: Expected, pdf: bytes, findings: Faults) -> None:
    """Raises UnreadableFile."""
    if not expected.pictures:
        return
    from briefing.prove.pdf_pictures import read_pictures

    drawn = read_pictures(pdf)

    def tell(message: str, place: int, span: Span | None) -> None:
        at = drawn[min(place, len(drawn) - 1)] if drawn else None
        findings.on_page("prove-picture", message, at.page if at else 0, span, at.rect if at else None)

    _compare(expected, [item.look for item in drawn], [item.precision for item in drawn], tell)


def check_drawn_words(expected: Expected, pdf: Pdf, findings: Faults) -> None:
    """Every character that drawings say is there as text, in whatever order they are drawn."""
    there = Counter(char for page in pdf.pages for char in page.drawn)
    for picture in expected.pictures:
        for word in picture.words:
            wanted = Counter(word)
            if missing := wanted - there:
                shown = "".join(missing.elements())[:20]
                findings.on_page("prove-text", f"图片 {picture.path} 里缺少文字“{shown}”", 0, picture.span)
                return
            there -= wanted


def check_docx_pictures(expected: Expected, docx: bytes, findings: Faults) -> None:
    """Raises UnreadableFile."""
    if expected.pictures:
        from briefing.prove.docx_pictures import read_docx_pictures

        looks = read_docx_pictures(docx)
        _compare(expected, looks, [], lambda message, _, span: findings.in_docx("prove-picture", message, span=span))


def check_ofd_pictures(expected: Expected, ofd: bytes, findings: Faults) -> None:
    """Raises UnreadableFile."""
    if expected.pictures:
        from briefing.prove.ofd_pictures import read_ofd_pictures

        looks = read_ofd_pictures(ofd)
        _compare(expected, looks, [], lambda message, _, span: findings.beside("OFD", "prove-picture", message, span=span))


def _compare(
    expected: Expected,
    looks: Sequence[PictureLook | None],
    precisions: Sequence[float],
    tell: Callable[[str, int, Span | None], None],
) -> None:
    """`looks`: of the pictures found, None where one cannot be seen."""
    from briefing.prove.looks import unlike

    if len(looks) != len(expected.pictures):
        message = f"稿件有 {len(expected.pictures)} 幅图，这里是 {len(looks)} 幅"
        tell(message, len(looks), expected.pictures[min(len(looks), len(expected.pictures) - 1)].span)
        return
    for place, (wanted, found, precision) in enumerate(zip_longest(expected.pictures, looks, precisions, fillvalue=None)):
        assert wanted is not None
        if found is None:
            tell(f"图片 {wanted.path} 显示不出来", place, wanted.span)
        elif wanted.look is None:
            tell(f"图片 {wanted.path} 的原图解不开，无从核对", place, wanted.span)
        elif message := unlike(found, wanted.look, precision or 0.0001):
            tell(f"图片 {wanted.path} {message}", place, wanted.span)
