"""The program that keeps an issue's pages: texts in, changed pages and findings out, a line of JSON each. Warm: faces, the house
and paragraphs that did not change are there already.

    in   {"id": 7, "folder": "/…/2022-17", "drafts": {"01-甲.md": "…"}, "all": false}
    out  {"id": 7, "count": 8, "pages": {"2": "<svg…>"}, "faces": {"B-song": "/…/BriefingSong-Regular.ttf"}}
    out  {"id": 7, "broken": [finding…]}                the text cannot be set
    out  {"id": 7, "findings": [finding…]}              last; left out where something newer has come already

`pages` holds those that are not as they were told last; with `all` every one.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import queue
import sys
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from briefing.core import bounds, plain
from briefing.core.errors import BriefingError, Diagnostic, of_the_system
from briefing.core.plain import Entries, Plain
from briefing.desk import plain_values

if TYPE_CHECKING:
    from briefing.building.stages import Read
    from briefing.output.faces import FaceFile
    from briefing.output.screen import Earlier
    from briefing.paint.marks import FaceKey, Painted
    from briefing.typeset.remembered import Remembered


class Typesetter:
    """`work`: a folder of this process's own, for faces that are drawn as they are needed."""

    def __init__(self, work: Path) -> None:
        self._work = work
        self._remembered: Remembered | None = None
        self._told: dict[str, list[str]] = {}
        self._drawn: dict[str, Earlier] = {}

    def set(self, folder: Path, drafts: dict[str, bytes], everything: bool) -> tuple[dict[str, Plain], Read | None]:
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

    def _set(self, folder: Path, drafts: dict[str, bytes], everything: bool) -> tuple[dict[str, Plain], Read | None]:
        from briefing.building import stages
        from briefing.files.world import World
        from briefing.output import screen
        from briefing.output.faces import face_files
        from briefing.paint import paint
        from briefing.typeset.remembered import Remembered

        self._remembered = self._remembered or Remembered()
        world = World(folder, drafts=drafts)
        read = stages.read(folder, world)
        composed = stages.compose(read, self._remembered)
        painted = paint(composed, read.fonts())
        files = face_files(painted, world)
        drawn = screen.pages(painted, world, files, self._drawn.get(str(folder)))
        self._drawn[str(folder)] = screen.Earlier(painted, drawn)
        pages = [page.replace(*plain_values.HYPHEN) for page in drawn]
        known = [] if everything else self._told.get(str(folder), [])
        changed = {str(index): page for index, page in enumerate(pages) if known[index : index + 1] != [page]}
        self._told[str(folder)] = pages
        faces = self._faces(painted, files, read)
        return {"count": len(pages), "pages": changed, "faces": faces}, read

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

    def look(self, read: Read) -> list[Diagnostic]:
        """What the reader and the proofreader say of an issue that was set."""
        from briefing.building import stages

        try:
            return [*read.findings.items, *stages.proofread(read)]
        except BriefingError as error:
            return [*read.findings.items, *error.diagnostics]


def serve(requests: BinaryIO, answers: BinaryIO, work: Path) -> None:
    """Until nobody asks any more. Of requests that wait, the newest for each folder is answered."""
    gc.disable()
    frozen = False
    typesetter = Typesetter(work)
    waiting: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_hear, args=(requests, waiting), daemon=True).start()
    while (line := waiting.get()) != b"":
        asked = plain.entries(plain.read(line))
        drafts = {name: text.encode() for name, text in plain.by_name(asked["drafts"]).items()}
        said, read = typesetter.set(Path(plain.text(asked["folder"])), drafts, bool(asked["all"]))
        _answer(answers, {"id": asked["id"], **said})
        if read is None:
            found: Plain = said["broken"]
        elif not waiting.empty():
            continue
        else:
            found = plain_values.findings(typesetter.look(read))
        _answer(answers, {"id": asked["id"], "findings": found})
        if waiting.empty():  # in between, for it costs a fifth of the time in which a page is awaited
            gc.collect()
            if not frozen:  # what is there for good need not be looked at again: 12 ms become 1
                gc.freeze()
                frozen = read is not None


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
