"""An issue that is open on the desk: its texts, whoever changes them, and what is told of it.

A text comes from a window (`edit`), from the desk itself (`put`) or from the disk (`look`). Whichever it is, it goes through
`_accept`: into the journal first, then to the other windows, to the typesetter, and a moment later into its file. A file is
replaced only if it is what was last read or written; if it is not, both texts are joined by paragraph, or people are asked.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from briefing.core.errors import BriefingError, Diagnostic, OutputError, why_unread
from briefing.core.plain import Plain
from briefing.desk import report_list, three_way
from briefing.desk.desk_journal import DeskJournal, JournalEntry
from briefing.desk.issue_pages import IssuePages
from briefing.desk.kept_folder import kept_folder
from briefing.desk.live_pages import LivePages
from briefing.desk.manuscript import Manuscript, digest
from briefing.desk.news import Window
from briefing.desk.report_list import Outline
from briefing.desk.saved_states import TYPED, SavedStates
from briefing.files.world import MAX_MARKDOWN, Root
from briefing.source.folder import FILE
from briefing.storage import source_files, standing

#: Of rest after which what was typed goes into its file, and between two looks at the disk, s.
_PAUSE, _LOOK = 0.8, 0.4
#: Before the list of reports follows, s.
_OUTLINE = 0.2
#: After a file could not be written, s.
_RETRY = 2.0


class Clash(NamedTuple):
    """A file that was changed here and on the disk. `theirs`: as it lies there."""

    chunks: list[three_way.Chunk]
    theirs: bytes

    def plain(self, file: str) -> dict[str, Plain]:
        return {"file": file, "chunks": [chunk._asdict() for chunk in self.chunks]}


class OpenIssue:
    def __init__(self, folder: Path, live: LivePages, tokens: Callable[[dict[str, str]], dict[str, str]]) -> None:
        """`tokens`: what a browser asks for instead of the files of faces. Raises BriefingError for what cannot be read."""
        self.folder = folder
        self.windows: set[Window] = set()
        self.manuscripts: dict[str, Manuscript] = {}
        self.clashes: dict[str, Clash] = {}
        self.restored: list[str] = []
        self.shown = IssuePages(self.windows, tokens)
        kept = kept_folder(folder.parent, folder.name)
        self.states = SavedStates(kept)
        self._journal = DeskJournal(kept / "journal")
        self._live = live
        self._unsafe = ""
        self._disk = asyncio.Lock()
        self._seen: dict[str, tuple[int, ...]] = {}
        self._changed = asyncio.Event()
        self._outlining: asyncio.TimerHandle | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._open()

    def start(self) -> None:
        self._tasks = [asyncio.create_task(self._save_on()), asyncio.create_task(self._look_on())]
        if self.restored:
            self._changed.set()
        self._set()

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        await self.save()
        for window in list(self.windows):
            window.end()

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
    def safety(self) -> dict[str, str]:
        """Whether everything stands in its file: saved, waiting, clash or failed, and why."""
        if self._unsafe:
            return {"state": "failed", "why": self._unsafe}
        if self.clashes:
            return {"state": "clash", "why": ""}
        return {"state": "saved" if all(each.saved for each in self.manuscripts.values()) else "waiting", "why": ""}

    # --- changes

    def edit(self, file: str, text: str, was: str, window: str) -> dict[str, Plain]:
        """`text` of a window that had `was` from here. What stands now is answered; `clash` where it is for people to decide,
        and the text has not been taken. Raises KeyError for a file that is not there."""
        manuscript = self.manuscripts[file]
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if text == manuscript.text:
            return {"text": text, "version": manuscript.version}
        chunks = three_way.merge(was, text, manuscript.text)
        joined = three_way.joined(chunks)
        if joined is None:
            self._keep({file: text.encode()}, "另一个窗口同时改了同一段：这里的文字")
            return {"text": manuscript.text, "version": manuscript.version, "clash": Clash(chunks, b"").plain(file)}
        self._accept(manuscript, joined, window if joined == text else "")
        return {"text": joined, "version": manuscript.version}

    def put(self, files: Mapping[str, str], why: str) -> None:
        """Texts that the desk itself makes: an order, a setting, a state of before."""
        self._keep({}, "")
        for name, text in files.items():
            manuscript = self.manuscripts.get(name)
            if manuscript is None:
                manuscript = self.manuscripts[name] = Manuscript(name, "", None)
            if manuscript.text != text:
                self._accept(manuscript, text, "")
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
        self._accept(manuscript, text if joined is None else joined, "")
        self._tell("safety", self.safety)

    async def remove(self, file: str) -> None:
        """Take a report away; it can be had back from the states. Raises KeyError, OutputError."""
        manuscript = self.manuscripts[file]
        await self.save()
        async with self._disk:
            self._keep({}, "删去一篇之前")
            try:
                (self.folder / file).unlink()
            except OSError as error:
                message = f"{file} 删不掉：{why_unread(error)}"
                raise OutputError(Diagnostic("sources-output", message, hint="请改好权限，再试一次。")) from None
            del self.manuscripts[manuscript.name]
            self.clashes.pop(file, None)
        self._tell("gone", {"file": file})
        self._changed_all()

    async def add_picture(self, wanted: str, data: bytes) -> str:
        """Put a picture into the folder, under a name that nothing has yet; which. Raises OutputError."""
        stem, dot, ending = wanted.rpartition(".")
        name, number = wanted, 1
        async with self._disk:
            while os.path.lexists(self.folder / name):
                if (self.folder / name).is_file() and (self.folder / name).read_bytes() == data:
                    return name
                number += 1
                name = f"{stem}-{number}{dot}{ending}"
            await asyncio.to_thread(_placed, self.folder, {name: data}, {})
        self._changed_all()
        return name

    def _accept(self, manuscript: Manuscript, text: str, window: str) -> None:
        """`window`: the one that has this text already, "" for none."""
        manuscript.text = text
        manuscript.version += 1
        try:
            self._journal.add(JournalEntry(manuscript.name, text, digest(manuscript.disk) if manuscript.disk is not None else ""))
            self._unsafe = ""
        except OSError as error:
            self._unsafe = why_unread(error)
        self._tell_text(manuscript, window)
        self._changed_all()

    def _tell_text(self, manuscript: Manuscript, window: str = "") -> None:
        said = {"file": manuscript.name, "text": manuscript.text, "version": manuscript.version, "window": window}
        self._tell("text", said)

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

    # --- the disk

    def _open(self) -> None:
        source_files.recover(self.folder)
        root = Root(self.folder)
        for name in self._names(root):
            self.manuscripts[name] = Manuscript.read(name, root.bytes(name, MAX_MARKDOWN))
        self._keep({}, "打开")
        try:
            left = self._journal.typed()
        except OSError:
            return  # it can be neither read nor written, which is said at the first change
        for entries in left.values():
            self._restore(entries)
        if not self.restored:
            with contextlib.suppress(OSError):
                self._journal.forget()
        self._seen = self._signature()

    def _restore(self, entries: list[JournalEntry]) -> None:
        """What was typed before the desk ended without saving it. The file is as it was then, or holds an earlier one of
        `entries`, or somebody else has written it since."""
        *earlier, entry = entries
        manuscript = self.manuscripts.get(entry.file)
        if manuscript is None:
            if entry.base:
                return  # it was taken away since
            manuscript = self.manuscripts[entry.file] = Manuscript(entry.file, "", None)
        if manuscript.text == entry.text:
            return
        stood = digest(manuscript.disk) if manuscript.disk is not None else ""
        self.restored.append(entry.file)
        if stood == entry.base or any(each.text == manuscript.text for each in earlier):
            manuscript.text = entry.text
            return
        before = self.states.text(entry.base)
        base = Manuscript.read(entry.file, before).text if before else ""
        self._join(manuscript, entry.text, base, manuscript.disk or b"")

    def _names(self, root: Root) -> list[str]:
        return [*([FILE] if root.exists(FILE) else []), *root.names(".md")]

    def _signature(self) -> dict[str, tuple[int, ...]]:
        """Changes with every file of the folder."""
        found: dict[str, tuple[int, ...]] = {}
        try:
            with os.scandir(self.folder) as entries:
                for entry in entries:
                    if not entry.name.startswith("."):
                        status = entry.stat(follow_symlinks=False)
                        found[entry.name] = (status.st_mtime_ns, status.st_size, status.st_ino)
        except OSError as error:
            return {"": (error.errno or 0,)}
        return found

    async def _look_on(self) -> None:
        while True:
            await asyncio.sleep(_LOOK)
            with contextlib.suppress(BriefingError):  # what cannot be read now is looked at again
                await self.look()

    async def look(self) -> bool:
        """What others have done to the files; whether they have done anything. Raises BriefingError where they cannot be read."""
        async with self._disk:
            seen, signature = self._seen, self._signature()  # before they are read: what comes later is seen the next time
            if signature == seen:
                return False
            root = Root(self.folder)
            names = self._names(root)
            changed = [self._read(name, root.bytes(name, MAX_MARKDOWN)) for name in names]
            changed += [self._gone(name) for name in list(self.manuscripts) if name not in names]
            changed += [signature.get(name) != seen.get(name) for name in {*signature, *seen} if name not in self.manuscripts]
            self._seen = signature
        if any(changed):
            self._changed_all()
        return any(changed)

    def _read(self, name: str, data: bytes) -> bool:
        """A file as it lies there; whether it is another than was known."""
        manuscript = self.manuscripts.get(name)
        if manuscript is None:
            self.manuscripts[name] = Manuscript.read(name, data)
            self._tell_text(self.manuscripts[name])
        elif data != manuscript.disk:
            self._came(manuscript, data)
        else:
            return False
        return True

    def _gone(self, name: str) -> bool:
        """Somebody took the file away: what was typed into it is not lost with it."""
        if self.manuscripts[name].saved:
            del self.manuscripts[name]
            self._tell("gone", {"file": name})
        elif self.manuscripts[name].disk is not None:
            self.manuscripts[name].disk = None
        else:
            return False
        return True

    def _came(self, manuscript: Manuscript, data: bytes) -> None:
        """Somebody else wrote the file."""
        base = Manuscript.read(manuscript.name, manuscript.disk).text if manuscript.disk is not None else ""
        mine = manuscript.text
        if mine != base:
            self._keep({}, "别处也改了文件：这里的文字")
        self._keep({manuscript.name: data}, "别处改了文件")
        self._join(manuscript, mine, base, data)
        if manuscript.text != mine:
            manuscript.version += 1
            self._tell_text(manuscript)

    def _join(self, manuscript: Manuscript, mine: str, base: str, data: bytes) -> None:
        chunks = three_way.merge(base, mine, Manuscript.read(manuscript.name, data).text)
        joined = three_way.joined(chunks)
        if joined is None:
            manuscript.text = mine
            self.clashes[manuscript.name] = Clash(chunks, data)
            self._tell("clash", self.clashes[manuscript.name].plain(manuscript.name))
            return
        self.clashes.pop(manuscript.name, None)
        manuscript.disk, manuscript.text = data, joined

    async def _save_on(self) -> None:
        """What was typed, after a pause; what could not be written, again and again."""
        while True:
            await self._changed.wait()
            self._changed.clear()
            with contextlib.suppress(TimeoutError):
                while True:  # until nobody has typed for a while
                    await asyncio.wait_for(self._changed.wait(), _PAUSE)
                    self._changed.clear()
            while not await self.save():
                await asyncio.sleep(_RETRY)

    async def save(self) -> bool:
        """Everything into its file; False where that could not be done, which has been told."""
        async with self._disk:
            refused = await self._write()
        if refused is not None:
            with contextlib.suppress(BriefingError):
                if await self.look():
                    return True  # somebody was quicker; what is made of both is saved in its turn
            self._unsafe = refused.diagnostics[0].message
        self._tell("safety", self.safety)
        return refused is None

    async def _write(self) -> BriefingError | None:
        """Why nothing was written; None where all is in its file that can be."""
        texts = self.texts
        files = {name: each.data for name, each in self.manuscripts.items() if name not in self.clashes and not each.saved}
        if files:
            was = {name: disk for name in files if (disk := self.manuscripts[name].disk) is not None}
            try:
                await asyncio.to_thread(_placed, self.folder, files, was)
            except BriefingError as error:
                return error
            for name, data in files.items():
                self.manuscripts[name].disk = data
            self._keep({}, TYPED)
        self._unsafe = ""
        if texts == self.texts and not self.clashes:
            with contextlib.suppress(OSError):
                self._journal.forget()
        return None

    # --- pages

    def _set(self) -> None:
        self._live.ask(self.folder, self._drafts(), self.shown.heard)

    def _drafts(self) -> dict[str, str]:
        """Texts that are not as the files have them."""
        return {name: each.text for name, each in self.manuscripts.items() if each.disk is not None and not each.saved}

    def step(self, work: str, said: str) -> None:
        """What an errand is doing."""
        self._tell("step", {"work": work, "step": said})

    def _tell(self, kind: str, said: object) -> None:
        for window in list(self.windows):
            window.tell(kind, said)


def _placed(folder: Path, files: Mapping[str, bytes], was: Mapping[str, bytes]) -> None:
    standing.begin()  # nobody speaks of it in the end
    source_files.place(folder, files, over=was, was=was)
