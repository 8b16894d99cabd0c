"""Where a page's pictures stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

Bounds = tuple[float, float, float, float]


def placed(instructions: Sequence[Any], resources: Any) -> Iterator[tuple[Any, Bounds]]:
    """Every picture that is drawn, with its bounds (left, bottom, right, top) in the page's own units, pt."""
    from pikepdf import Matrix, Rectangle

    objects = resources.get("/XObject", {})
    matrix, stack = Matrix(), []
    for operands, operator in instructions:
        match str(operator):
            case "q":
                stack.append(matrix)
            case "Q" if stack:
                matrix = stack.pop()
            case "cm":
                matrix = Matrix(*(float(value) for value in operands)) @ matrix
            case "Do" if str(operands[0]) in objects and objects[str(operands[0])].get("/Subtype") == "/Image":
                bounds = matrix.transform(Rectangle(0, 0, 1, 1))
                yield objects[str(operands[0])], (bounds.llx, bounds.lly, bounds.urx, bounds.ury)
