"""The texts of an issue that is open on the desk, whoever changes them, and who is told of it.

A text comes from a window (`edit`), from the desk itself (`put`) or from the disk (`open_issue`). Whichever it is, it goes
through `_accept`: into the journal first, then to the other windows, to the typesetter, and a moment later into its file.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from briefing.core.errors import why_unread
from briefing.core.plain import Plain
from briefing.desk import report_list, three_way
from briefing.desk.desk_journal import DeskJournal, JournalEntry
from briefing.desk.earlier_pages import EarlierPages
from briefing.desk.issue_pages import IssuePages
from briefing.desk.kept_folder import kept_folder
from briefing.desk.live_pages import LivePages, Told
from briefing.desk.manuscript import Manuscript, digest
from briefing.desk.news import Window
from briefing.desk.report_list import Outline
from briefing.desk.saved_states import TYPED, SavedStates
from briefing.desk.taken_edits import NO_EDIT, TakenEdits, WindowEdit

#: Before the list of reports follows, s.
_OUTLINE = 0.2


class Clash(NamedTuple):
    """A file that was changed here and elsewhere. `theirs`: as it lies on the disk, None where there is none."""

    chunks: list[three_way.Chunk]
    theirs: bytes | None

    def plain(self, file: str) -> dict[str, Plain]:
        return {"file": file, "chunks": [chunk._asdict() for chunk in self.chunks]}


class IssueTexts:
    """What is to be saved is told by `_changed`; who saves it is `OpenIssue`."""

    def __init__(self, folder: Path, live: LivePages, tokens: Callable[[dict[str, str]], dict[str, str]]) -> None:
        """`tokens`: what a browser asks for instead of the files of faces."""
        self.folder = folder
        self.windows: set[Window] = set()
        self.manuscripts: dict[str, Manuscript] = {}
        self.clashes: dict[str, Clash] = {}
        #: Files that are no texts, or cannot be read now: they shut nobody out of the others; the typesetter says what is wrong.
        self.unread: set[str] = set()
        self.shown = IssuePages(self.windows, tokens)
        kept = kept_folder(folder.parent, folder.name)
        self.states = SavedStates(kept)
        #: Files that windows have written in, for whoever wants to know of them: emptied by them.
        self.typed_in: set[str] = set()
        self._journal = DeskJournal(kept / "journal")
        self._taken = TakenEdits(kept / "heard")
        self._live = live
        self._pages = EarlierPages(self.shown, self.states, self._set_instead)
        self._unsafe = ""
        #: Of the newest text: each has a number of its own, one more than that before, whichever file it is of.
        self.version = 1
        #: Files whose text stands neither in the journal nor on the disk: windows keep it, too.
        self._unkept: set[str] = set()
        self._changed = asyncio.Event()
        self._outlining: asyncio.TimerHandle | None = None

    # --- what it is

    @property
    def texts(self) -> dict[str, str]:
        return {name: manuscript.text for name, manuscript in sorted(self.manuscripts.items())}

    @property
    def versions(self) -> dict[str, int]:
        return {name: manuscript.version for name, manuscript in self.manuscripts.items()}

    @property
    def outline(self) -> Outline:
        return report_list.outline(self.texts)

    @property
    def safety(self) -> dict[str, Plain]:
        """Whether everything stands in its file: saved, waiting, clash or failed, and why; of the texts up to `version`: an
        answer may overtake it on its way."""
        state, why = "waiting", self._unsafe
        if why:
            state = "failed"
        elif self.clashes:
            state = "clash"
        elif all(each.saved for each in self.manuscripts.values()):
            state = "saved"
        return {"state": state, "why": why, "version": self.version}

    # --- changes

    def edit(self, file: str, text: str, was: str, edit: WindowEdit) -> dict[str, Plain]:
        """`text` of a window that had `was` from here. What stands now is answered, `gone` where the file was taken away since;
        `clash` where it is for people to decide, and the text has not been taken; `kept`: whether it outlives this process. One
        that was taken before is not taken again. Raises KeyError for a file that never was in the issue."""
        gone = file not in self.manuscripts
        if edit.number <= self._taken.last(file, edit.window):
            return {"gone": True, "version": self.version} if gone else self._stands(self.manuscripts[file])
        manuscript = self._come_back(file) if gone else self.manuscripts[file]
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if text == manuscript.text and not gone:
            self._taken.take(file, edit)
            return self._stands(manuscript)
        self.typed_in.add(file)
        chunks = three_way.merge("" if gone else was, text, manuscript.text)
        joined = three_way.joined(chunks)
        if joined is None:
            self._keep({file: text.encode()}, "另一个窗口同时改了同一段：这里的文字")
            return {**self._stands(manuscript), "clash": Clash(chunks, None).plain(file)}
        self._taken.take(file, edit)
        self._accept(manuscript, joined, edit, has=joined == text)
        return self._stands(manuscript)

    def _stands(self, manuscript: Manuscript) -> dict[str, Plain]:
        """What a window is answered whose text stands, alone or joined with another."""
        if not self._unkept:
            self._taken.write()
        return {"text": manuscript.text, "version": manuscript.version, "kept": manuscript.name not in self._unkept}

    def _come_back(self, file: str) -> Manuscript:
        """A report that is not there any more, and in which a window has written meanwhile: that is not lost with it. Raises
        KeyError for one that never was there, or is there and cannot be read."""
        if file in self.unread or not any(file in state.files for state in self.states.all()):
            raise KeyError(file)
        return self.manuscripts.setdefault(file, Manuscript(file, "", None))

    def taken(self, file: str, window: str) -> dict[str, Plain]:
        """The `number` of the newest edit of a window that is in the text; `kept`: whether that outlives this process."""
        return {"number": self._taken.last(file, window), "kept": file not in self._unkept}

    def put(self, files: Mapping[str, str], why: str) -> None:
        """Texts that the desk itself makes: an order, a setting, a state of before."""
        self._keep({}, "")
        for name, text in files.items():
            new = name not in self.manuscripts
            manuscript = self.manuscripts.setdefault(name, Manuscript(name, "", None))
            if new or manuscript.text != text:
                self._accept(manuscript, text)
        self._keep({}, why)

    def settle(self, file: str, text: str) -> None:
        """What people made of a clash with the disk. Raises KeyError where there is none."""
        clash = self.clashes.pop(file)
        manuscript = self.manuscripts[file]
        manuscript.disk = clash.theirs
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        # another window may have gone on meanwhile
        then = "".join(chunk.mine for chunk in clash.chunks)
        joined = three_way.joined(three_way.merge(then, text, manuscript.text))
        if joined is None:
            self._keep({}, "选定之前这里的文字")
        self._accept(manuscript, text if joined is None else joined)
        self._tell("safety", self.safety)

    def _accept(self, manuscript: Manuscript, text: str, edit: WindowEdit = NO_EDIT, *, has: bool = False) -> None:
        """`edit`: by which it came; `has`: whether its window has this text already."""
        manuscript.text = text
        self._number(manuscript)
        base = digest(manuscript.disk) if manuscript.disk is not None else ""
        try:
            self._journal.add(JournalEntry(manuscript.name, text, base, edit))
            self._unkept.discard(manuscript.name)
            if not self._unkept:
                self._unsafe = ""
        except OSError as error:
            self._unkept.add(manuscript.name)
            self._unsafe = why_unread(error)
        self._tell_text(manuscript, edit.window if has else "")
        self._changed_all()

    def _number(self, manuscript: Manuscript) -> None:
        """It is another text than before."""
        self.version += 1
        manuscript.version = self.version

    def _tell_text(self, manuscript: Manuscript, window: str = "") -> None:
        said = {"file": manuscript.name, "text": manuscript.text, "version": manuscript.version, "window": window}
        self._tell("text", said)

    def _tell_gone(self, file: str) -> None:
        self.version += 1
        self._tell("gone", {"file": file, "version": self.version})

    def _changed_all(self) -> None:
        self._set()
        self._changed.set()
        self._tell("safety", self.safety)
        if self._outlining is None:  # it need not be as quick as the pages
            self._outlining = asyncio.get_running_loop().call_later(_OUTLINE, self._outline)

    def _outline(self) -> None:
        self._outlining = None
        self._tell("outline", self.outline)

    def _keep(self, other: Mapping[str, bytes], why: str) -> None:
        """The state as it is on the desk, `other` in place of it; "" as typed. A history that cannot be written stops nobody."""
        files = {name: manuscript.data for name, manuscript in self.manuscripts.items()}
        with contextlib.suppress(OSError):
            self.states.keep({**files, **other}, why or TYPED)

    # --- pages

    def _set(self) -> None:
        self._live.ask(self.folder, self._drafts(), self._pages.heard)

    def _set_instead(self, texts: Mapping[str, str], told: Told) -> None:
        """With these texts alone."""
        with contextlib.suppress(OSError):
            there = [name for name in os.listdir(self.folder) if name.endswith(".md")]
            self._live.ask(self.folder, {**dict.fromkeys(there), **texts}, told)

    def _drafts(self) -> dict[str, str]:
        """Texts that are not as the files have them."""
        return {name: each.text for name, each in self.manuscripts.items() if not each.saved}

    def step(self, work: str, said: str) -> None:
        """What an errand is doing."""
        self._tell("step", {"work": work, "step": said})

    def _tell(self, kind: str, said: object) -> None:
        for window in list(self.windows):
            window.tell(kind, said)
