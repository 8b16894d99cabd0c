"""A page → everything that is painted on it, with its mark (ISO 32000-1 §14.6) and, for text, its font and codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from briefing.core.records import dataclass
from briefing.preflight.pdf_types import Container

if TYPE_CHECKING:
    import pikepdf

MAX_DEPTH = 12
_PAINTS = {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh"}
_TEXT = {"Tj", "TJ", "'", '"'}


class PaintedObject(NamedTuple):
    """`mcid`: of the innermost marked content that has one; `artifact`: it is marked as furniture; `font` only for text, with the
    code strings that are shown; `visible` False: text of rendering mode 3."""

    object: str
    mcid: int | None
    artifact: bool
    font: pikepdf.Object | None = None
    codes: bytes = b""
    visible: bool = True


class _Mark(NamedTuple):
    mcid: int | None = None
    artifact: bool = False


@dataclass(frozen=True, slots=True)
class _State:
    font: pikepdf.Object | None = None
    rendering: int = 0


def painted(page: pikepdf.Page) -> Iterator[PaintedObject]:
    """Raises what pikepdf raises for a stream that cannot be parsed."""
    import pikepdf

    yield from _stream(page.obj, page.get("/Resources", pikepdf.Dictionary()), "页面", (), _State(), 0)


def _stream(
    owner: pikepdf.Object, resources: pikepdf.Object, name: str, marks: tuple[_Mark, ...], state: _State, depth: int
) -> Iterator[PaintedObject]:
    import pikepdf

    if depth > MAX_DEPTH:
        raise ValueError("forms are nested too deep")
    stack: list[_State] = []
    outer = len(marks)
    for index, instruction in enumerate(pikepdf.parse_content_stream(owner), 1):
        operands, word = list(instruction.operands), str(instruction.operator)
        mcid = next((mark.mcid for mark in reversed(marks) if mark.mcid is not None), None)
        artifact = any(mark.artifact for mark in marks)
        where = f"{name}第{index}步"
        if word == "q":
            stack.append(state)
        elif word == "Q":
            state = stack.pop() if stack else state
        elif word in ("BDC", "BMC"):
            marks = (*marks, _mark(operands, resources))
        elif word == "EMC":
            marks = marks[:-1] if len(marks) > outer else marks
        elif word == "Tf":
            state = replace(state, font=resources.Font[str(operands[0])])
        elif word == "Tr":
            state = replace(state, rendering=int(operands[0]))
        elif word in _TEXT:
            codes = b"".join(_strings(operands))
            yield PaintedObject(f"{where} 文字", mcid, artifact, state.font, codes, state.rendering != 3)
        elif word in _PAINTS or word == "INLINE IMAGE":
            yield PaintedObject(f"{where} 图形", mcid, artifact)
        elif word == "Do":
            item = resources.XObject[str(operands[0])]
            label = f"{name} {operands[0]}"
            if item.get("/Subtype") == "/Form":
                yield from _stream(item, item.get("/Resources", resources), label, marks, state, depth + 1)
            else:
                yield PaintedObject(f"{label} 图片", mcid, artifact)


def _mark(operands: Sequence[pikepdf.Object], resources: pikepdf.Object) -> _Mark:
    import pikepdf

    properties = operands[1] if len(operands) > 1 else None
    if isinstance(properties, pikepdf.Name):
        named: Container = resources.get("/Properties", {})
        properties = named.get(str(properties))
    mcid = properties.get("/MCID") if isinstance(properties, pikepdf.Dictionary) else None
    return _Mark(None if mcid is None else int(mcid), str(operands[0]) == "/Artifact")


def _strings(operands: Iterable[pikepdf.Object]) -> Iterator[bytes]:
    import pikepdf

    for operand in operands:
        if isinstance(operand, pikepdf.Array):
            yield from _strings(operand)
        elif isinstance(operand, pikepdf.String):
            yield bytes(operand)
