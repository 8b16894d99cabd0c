"""A page without its page number: what a sheet takes where blank pages before it leave it unnumbered (GB/T 9704-2012 §7.5)."""

from __future__ import annotations

from typing import Any

from briefing.house import PT_PER_MM, HouseStyle

Matrix = tuple[float, float, float, float, float, float]
_SHOWS = frozenset({"Tj", "TJ", "'", '"'})
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def foot_of(house: HouseStyle) -> float:
    """Height above the lower edge of the sheet, pt: below it stands nothing but the page number."""
    page = house.page
    depth = max(page.depth, house.grid.lines * house.grid.pitch)
    return (page.height_mm - page.top_mm) * PT_PER_MM - depth


def without_text_below(document: Any, page: Any, foot: float) -> None:
    """Take out of `page` the text whose baseline is lower than `foot` pt above the lower edge of its trimmed sheet."""
    import pikepdf

    edge = float(page.TrimBox[1]) + foot
    kept = []
    matrix, text, stack = _IDENTITY, _IDENTITY, []
    stream: Any = pikepdf.parse_content_stream(page)
    for operands, operator in stream:
        name = str(operator)
        numbers = [float(value) for value in operands] if name in ("cm", "Tm", "Td", "TD") else []
        if name == "q":
            stack.append(matrix)
        elif name == "Q" and stack:
            matrix = stack.pop()
        elif name == "cm":
            matrix = _times(_matrix(numbers), matrix)
        elif name == "BT":
            text = _IDENTITY
        elif name == "Tm":
            text = _matrix(numbers)
        elif name in ("Td", "TD"):
            text = _times((1, 0, 0, 1, numbers[0], numbers[1]), text)
        if name in _SHOWS and _times(text, matrix)[5] < edge:
            continue
        kept.append((operands, operator))
    page.Contents = document.make_stream(pikepdf.unparse_content_stream(kept))


def _matrix(numbers: list[float]) -> Matrix:
    a, b, c, d, e, f = numbers
    return a, b, c, d, e, f


def _times(one: Matrix, two: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = two
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m
