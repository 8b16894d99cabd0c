"""Which faces a composed bulletin is set in, and which of them stand in for another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from briefing.core.errors import Diagnostic, Severity, Span
from briefing.core.han import is_han
from briefing.fonts.metrics import LATIN, Face, Fonts
from briefing.house.style import FontRole, HouseStyle
from briefing.model.sheet import ParagraphKind, Run
from briefing.typeset.composed import Composed, FaceRun, SetBlock, SetFace, set_paragraphs

#: What an editor calls a role.
ROLE_NAMES: dict[FontRole, str] = {
    "fangsong": "仿宋", "kai": "楷体", "biaosong": "小标宋", "hei": "黑体", "song": "宋体", "latin": "西文",
}  # fmt: skip
#: So many characters are named in a note.
_NAMED = 12


def set_faces(blocks: Iterable[SetBlock], fonts: Fonts) -> dict[tuple[str, bool], SetFace]:
    """Every face that sets a character, by the key of its runs."""
    used = dict.fromkeys((run.face, run.bold) for _, _, runs, _ in _stretches(blocks) for run in runs)
    return {(key, bold): set_face(fonts.face(key, bold)) for key, bold in sorted(used)}


def primaries(house: HouseStyle, fonts: Fonts) -> dict[tuple[str, bool], SetFace]:
    """For each role of the house, regular and bold, the face of most of its characters."""
    styles = [style.font for style in house.styles.values()]
    inline = [style.font for style in house.inline.values() if style.font]
    roles = sorted({*styles, *inline, house.page_number.font})
    return {(role, bold): set_face(fonts.primary(role, bold)) for role in roles for bold in (False, True)}


def set_face(face: Face) -> SetFace:
    return SetFace(face.role, face.bold, face.family, face.weight if face.origin is None else 400, face.origin, face.file)


def substitutions(composed: Composed, fonts: Fonts) -> list[Diagnostic]:
    """One note for each pair of role and face that sets Han characters in its place, at the first of them."""
    house = composed.house
    found: dict[tuple[FontRole, str], dict[str, Span | None]] = {}
    for text, runs, faces, kind in _stretches(composed.all_blocks):
        style = house.styles[kind]
        for face in faces:
            inline = house.inline[face.style] if face.style else None
            role = inline.font if inline and inline.font else style.font
            bold = style.bold if inline is None or inline.bold is None else inline.bold
            own = fonts.primary(role, bold)
            if face.face in (LATIN, own.role, fonts.strong(own).role):
                continue
            for place in range(face.start, face.end):
                if is_han(text[place]):
                    used = found.setdefault((role, fonts.face(face.face, face.bold).shown), {})
                    used.setdefault(text[place], _span(runs, place))
    return [_note(role, face, used) for (role, face), used in found.items()]


def _note(role: FontRole, face: str, used: Mapping[str, Span | None]) -> Diagnostic:
    some = "".join(list(used)[:_NAMED]) + ("…" if len(used) > _NAMED else "")
    count = f"等 {len(used)} 个字" if len(used) > 1 else ""
    return Diagnostic(
        "glyph-substituted",
        f"“{some}”{count}，{ROLE_NAMES[role]}字体里没有，PDF 里用 {face} 排",
        next(iter(used.values())),
        "请看一看 PDF 里这些字的样子；Word 里用那台电脑上的字体",
        severity=Severity.NOTE,
    )


def _stretches(blocks: Iterable[SetBlock]) -> Iterator[tuple[str, Sequence[Run], Sequence[FaceRun], ParagraphKind]]:
    """Text with its runs, faces and paragraph kind."""
    for block in blocks:
        for cell in set_paragraphs(block):
            yield cell.text, cell.runs, cell.faces, cell.style.kind
            pair = cell.paragraph.pair
            yield "".join(run.text for run in pair), pair, cell.pair_faces, cell.style.kind


def _span(runs: Sequence[Run], place: int) -> Span | None:
    for run in runs:
        if place < len(run.text):
            return run.span.shifted(place) if run.span else None
        place -= len(run.text)
    return None
