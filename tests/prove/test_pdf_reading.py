"""A PDF read back by PDFium in bulk: what it tells of odd characters, and where it finds its library."""

from __future__ import annotations

import pytest

from briefing.core import pdfium
from briefing.prove.pdf_pages import Pdf, read_pdf


def pdf(content: str, meanings: dict[str, str] | None = None) -> Pdf:
    """A page of 300 × 300 pt, read back: /F is Helvetica, its codes mean what `meanings` says (UTF-16, hexadecimal), /G Times."""
    mapped = "\n".join(f"<{ord(code):02X}> <{meaning}>" for code, meaning in (meanings or {}).items())
    table = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <FF> endcodespacerange\n{len(meanings or {})} beginbfchar\n{mapped}\nendbfchar\n"
        "endcmap end end"
    )
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F 5 0 R/G 7 0 R>>>>>>",
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
        f"<</Type/Font/Subtype/Type1/BaseFont/Helvetica{'/ToUnicode 6 0 R' if meanings else ''}>>",
        f"<</Length {len(table)}>>stream\n{table}\nendstream", "<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>",
    ]  # fmt: skip
    body, places = "%PDF-1.7\n", []
    for number, item in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{item}\nendobj\n"
    listed = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 8\n0000000000 65535 f \n{listed}trailer<</Size 8/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF"
    return read_pdf((body + end).encode("ascii"))


def text(read: Pdf) -> str:
    return "".join(glyph.char for glyph in read.pages[0].glyphs)


@pytest.mark.parametrize(
    ("content", "meanings", "wanted"),
    [
        ("(aAb) Tj", {"A": "D840DC00"}, "a\U00020000b"),
        ("(A) Tj (aAb) Tj (A) Tj", {"A": "D840DC00"}, "\U00020000a\U00020000b\U00020000"),
        ("(aAb) Tj", {"A": "D840"}, "a\ufffdb"),
        ("(aAb) Tj", {"A": "DC00"}, "a\ufffdb"),
        ("(oAce) Tj", {"A": "FB03"}, "o\ufb03ce"),  # told as three letters at one place
        ("(office flying stone) Tj", {}, "office flying stone"),  # letters that are no ligature
        ("(well-) Tj 0 -14 Td (known) Tj", {}, "well-known"),
        ("(aAb) Tj", {"A": "FFFE"}, "a\ufffeb"),
        ("[(a)-900(b)] TJ 0 -20 Td (c) Tj", {}, "abc"),  # white space that nobody set
        ("", {}, ""),
    ],
)
def test_each_character_is_told_once(content: str, meanings: dict[str, str], wanted: str) -> None:
    assert text(pdf(f"BT /F 12 Tf 20 200 Td {content} ET", meanings)) == wanted


def test_places_sizes_and_faces_are_those_of_the_page() -> None:
    read = pdf("BT /F 10 Tf 20 200 Td (ab) Tj /G 12 Tf 1 0 0 2 20 100 Tm (a) Tj ET")
    one, two, tall = read.pages[0].glyphs
    assert (one.x, one.y, one.size, one.advance) == pytest.approx((20, 100, 10, 5.56), abs=0.01)
    assert (two.x, two.y) == pytest.approx((25.56, 100), abs=0.01)
    assert (tall.x, tall.y, tall.size) == pytest.approx((20, 200, 24), abs=0.01)
    assert [read.fonts[glyph.font].name for glyph in (one, two, tall)] == ["Helvetica", "Helvetica", "Times-Roman"]


def test_glyphs_are_in_the_order_in_which_they_are_painted() -> None:
    """What is painted later on the same baseline, further left, is no earlier for that."""
    painted = "".join(f"1 0 0 1 {x} {y} Tm ({char}) Tj " for x, y, char in ((20, 200, "a"), (90, 180, "b"), (20, 180, "c")))
    assert text(pdf(f"BT /F 12 Tf {painted} 1 0 0 1 20 160 Tm (d) Tj ET")) == "abcd"


def test_the_library_is_found_where_pypdfium2_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert pdfium._load()._name.endswith(("libpdfium.so", "libpdfium.dylib", "pdfium.dll"))

    monkeypatch.setattr(pdfium, "find_spec", lambda name: None)  # as where pypdfium2 is built against a system's PDFium
    assert pdfium._load().FPDF_GetPageCount
