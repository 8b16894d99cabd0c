"""The program that keeps an issue's pages: texts in, changed pages and findings out, a line of JSON each. Warm: faces, the house
and paragraphs that did not change are there already.

    in   {"id": 7, "folder": "/…/2022-17", "drafts": {"01-甲.md": "…", "02-乙.md": null}, "all": false}
    out  {"id": 7, "count": 8, "pages": {"2": "<svg…>"}, "faces": {"B-song": "/…/BriefingSong-Regular.ttf"}}
    out  {"id": 7, "broken": [finding…]}                the text cannot be set
    out  {"id": 7, "findings": [finding…]}              last; left out where something newer has come already

`pages` holds those that are not as they were told last; with `all` every one.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import json
import os
import queue
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from briefing.core import bounds, plain
from briefing.core.errors import BriefingError, Diagnostic, of_the_system
from briefing.core.plain import Entries, Plain
from briefing.desk import plain_values

if TYPE_CHECKING:
    from briefing.building.stages import Read
    from briefing.model.sheet import Sheet
    from briefing.output.faces import FaceFile
    from briefing.output.screen import Earlier
    from briefing.paint import PaintedBefore
    from briefing.paint.marks import FaceKey, Painted
    from briefing.source.remembered_reports import RememberedReports
    from briefing.typeset.remembered import Remembered

#: Without another text after which one is looked at for findings, s: pages that follow the hand come first.
_QUIET = 0.2
#: Texts set after which memory is tidied even if nobody pauses.
_TIDY = 200


class _Newer(Exception):
    """Another text has come."""


class Set(NamedTuple):
    """An issue whose pages are there, for whoever looks at it next."""

    read: Read
    sheet: Sheet


class Typesetter:
    """`work`: a folder of this process's own, for faces that are drawn as they are needed."""

    def __init__(self, work: Path) -> None:
        self._work = work
        self._remembered: Remembered | None = None
        self._reports: RememberedReports | None = None
        self._told: dict[str, list[str]] = {}
        self._painted: dict[str, PaintedBefore] = {}
        self._drawn: dict[str, Earlier] = {}

    def set(self, folder: Path, drafts: Mapping[str, bytes | None], everything: bool) -> tuple[dict[str, Plain], Set | None]:
        """The pages of an issue, and the issue for whoever reads on. Raises nothing that a text can cause."""
        from briefing.building import incident

        try:
            return self._set(folder, drafts, everything)
        except BriefingError as error:
            return {"broken": plain_values.findings(error.diagnostics)}, None
        except Exception as error:
            refused = of_the_system(error, "排版")
            told = refused.diagnostics if refused else (incident.finding(error, "排版"),)
            return {"broken": plain_values.findings(told)}, None

    def _set(self, folder: Path, drafts: Mapping[str, bytes | None], everything: bool) -> tuple[dict[str, Plain], Set | None]:
        from briefing.building import stages
        from briefing.files.world import World
        from briefing.output import screen
        from briefing.output.faces import face_files
        from briefing.paint import PaintedBefore, paint
        from briefing.source.remembered_reports import RememberedReports
        from briefing.typeset.remembered import Remembered

        self._remembered = self._remembered or Remembered()
        self._reports = self._reports or RememberedReports()
        world = World(folder, drafts=drafts)
        read = stages.read(folder, world, self._reports)
        sheet = stages.sheet_of(read)
        before = self._painted.setdefault(str(folder), PaintedBefore())
        painted = paint(stages.set_sheet(read, sheet, self._remembered), read.fonts(), before)
        files = face_files(painted, world)
        drawn = screen.pages(painted, world, files, self._drawn.get(str(folder)))
        self._drawn[str(folder)] = screen.Earlier(painted, drawn)
        pages = [page.replace(*plain_values.HYPHEN) for page in drawn]
        known = [] if everything else self._told.get(str(folder), [])
        changed = {str(index): page for index, page in enumerate(pages) if known[index : index + 1] != [page]}
        self._told[str(folder)] = pages
        faces = self._faces(painted, files, read)
        return {"count": len(pages), "pages": changed, "faces": faces}, Set(read, sheet)

    def _faces(self, painted: Painted, files: dict[FaceKey, FaceFile], read: Read) -> dict[str, str]:
        """What pages call a face → a file of it."""
        from briefing.output.faces import SCREEN, characters
        from briefing.output.screen.web_fonts import family

        found = {}
        for key, file in files.items():
            face = painted.faces[key]
            if face.origin is None:
                found[family(key)] = str(read.world.fonts.located(face.file))
                continue
            chars = characters(painted)[key]
            data = file.subset({file.glyphs(char)[0] for char in chars}, SCREEN)
            path = self._work / f"{hashlib.sha256(data).hexdigest()}.ttf"
            if not path.exists():
                path.write_bytes(data)
            found[family(key)] = str(path)
        return found

    def look(self, found: Set, between: Callable[[], None] = lambda: None) -> list[Diagnostic]:
        """What the reader and the proofreader say of an issue that was set; `between`: called again and again, and may raise."""
        from briefing.building import stages

        read, said = found.read, [*found.read.findings.items]
        between()
        try:
            said += stages.left_out(read, found.sheet)
            return said + stages.proofread(read, between)
        except BriefingError as error:
            return [*said, *error.diagnostics]


def serve(requests: BinaryIO, answers: BinaryIO, work: Path) -> None:
    """Until nobody asks any more. Of requests that wait, the newest for each folder is answered."""
    gc.disable()
    frozen, untidy = False, 0
    typesetter = Typesetter(work)
    waiting: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_hear, args=(requests, waiting), daemon=True).start()

    def undisturbed() -> None:
        if not waiting.empty():
            raise _Newer

    line = waiting.get()
    while line != b"":
        asked = plain.entries(plain.read(line))
        drafts = {
            name: plain.text(text).encode() if text is not None else None for name, text in plain.entries(asked["drafts"]).items()
        }
        said, set_issue = typesetter.set(Path(plain.text(asked["folder"])), drafts, bool(asked["all"]))
        _answer(answers, {"id": asked["id"], **said})
        untidy += 1
        if set_issue is None:
            _answer(answers, {"id": asked["id"], "findings": said["broken"]})
        else:
            with contextlib.suppress(queue.Empty):
                line = waiting.get(timeout=0 if untidy > _TIDY else _QUIET)
                continue
            with contextlib.suppress(_Newer):
                _answer(answers, {"id": asked["id"], "findings": plain_values.findings(typesetter.look(set_issue, undisturbed))})
        if waiting.empty() or untidy > _TIDY:  # in between, for it costs a fifth of the time in which a page is awaited
            gc.collect()
            untidy = 0
            if not frozen:  # what is there for good need not be looked at again: 12 ms become 1
                gc.freeze()
                frozen = set_issue is not None
        line = waiting.get()


def _hear(requests: BinaryIO, waiting: queue.SimpleQueue[bytes]) -> None:
    """The main thread sets: only there the clock is looked at."""
    for line in requests:
        waiting.put(line)
    waiting.put(b"")


def _answer(answers: BinaryIO, said: Entries) -> None:
    answers.write(json.dumps(said, ensure_ascii=False).encode() + b"\n")
    answers.flush()


def _main() -> None:
    bounds.limit_process()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing else that is printed gets among the answers
    with tempfile.TemporaryDirectory(prefix="briefing-desk-") as work:
        serve(sys.stdin.buffer, answers, Path(work))


if __name__ == "__main__":
    _main()
    sys.exit(0)
