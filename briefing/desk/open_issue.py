"""An issue that is open on the desk, and its files on the disk: read, watched, written.

A file is replaced only if it is what was last read or written; if it is not, both texts are joined by paragraph, or people are
asked. What the texts are meanwhile is `IssueTexts`.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from briefing.core.errors import BriefingError, Diagnostic, InputError, OutputError, why_unread
from briefing.core.plain import Plain
from briefing.desk import three_way
from briefing.desk.desk_journal import JournalEntry
from briefing.desk.issue_texts import Clash, IssueTexts
from briefing.desk.live_pages import LivePages
from briefing.desk.manuscript import Manuscript, digest
from briefing.desk.saved_states import TYPED
from briefing.files.world import MAX_MARKDOWN, Root
from briefing.source.folder import FILE
from briefing.storage import source_files, standing

#: Of rest after which what was typed goes into its file, and between two looks at the disk, s.
_PAUSE, _LOOK = 0.8, 0.4
#: After a file could not be written, s.
_RETRY = 2.0
#: So many texts back it is looked whether somebody else went on from one.
_EARLIER = 30


ELSEWHERE = "别处改了文件"


class OpenIssue(IssueTexts):
    def __init__(self, folder: Path, live: LivePages, tokens: Callable[[dict[str, str]], dict[str, str]]) -> None:
        """`tokens`: what a browser asks for instead of the files of faces. Raises BriefingError for what cannot be read."""
        super().__init__(folder, live, tokens)
        self.restored: list[str] = []
        #: Of files that somebody else saved from an old copy, where no window has heard of it.
        self.untold: list[dict[str, Plain]] = []
        #: Whose doing it is what happens to the files on the disk, as the states call it.
        self.cause = ELSEWHERE
        self._disk = asyncio.Lock()
        self._seen: dict[str, tuple[int, ...]] = {}
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
        self._journal.close()
        self._taken.close()
        for window in list(self.windows):
            window.end()

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
        self._tell_gone(file)
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

    # --- the disk

    def _open(self) -> None:
        source_files.recover(self.folder)
        self._seen = self._signature()  # what comes after this is seen at the next look
        root = Root(self.folder)
        for name in self._names(root):
            if (found := self._manuscript(root, name)) is not None:
                self.manuscripts[name] = found
        self._keep({}, "打开")
        try:
            left = self._journal.take()
        except OSError:
            return  # it can be neither read nor written, which is said at the first change
        for typed in left:
            for entries in typed.values():
                self._restore(entries)
        if not self.restored:
            with contextlib.suppress(OSError):
                self._journal.forget()

    def _restore(self, entries: list[JournalEntry]) -> None:
        """What was typed before the desk ended without saving it. The file is as it was then, or holds an earlier one of
        `entries`, or somebody else has written it since."""
        for each in entries:
            self._taken.take(each.file, each.edit)
        self._taken.write()
        *earlier, entry = entries
        manuscript = self.manuscripts.get(entry.file)
        if manuscript is None:
            if entry.base and self._was_kept(entry):
                return  # and then it was taken away
            manuscript = self.manuscripts[entry.file] = Manuscript(entry.file, "", None)
        if manuscript.text == entry.text:
            return
        stood = digest(manuscript.disk) if manuscript.disk is not None else ""
        before = self.states.text(entry.base)
        base = Manuscript.read(entry.file, before).text if before else ""
        if entry.file in self.restored:  # two desks have ended
            self._join(manuscript, manuscript.text, base, entry.text, manuscript.disk)
            return
        self.restored.append(entry.file)
        if not stood or stood == entry.base or any(each.text == manuscript.text for each in earlier):
            manuscript.text = entry.text
            return
        self._join(manuscript, entry.text, base, manuscript.stood or "", manuscript.disk)

    def _was_kept(self, entry: JournalEntry) -> bool:
        """Whether the last state that has its file has this text."""
        named = [state.files[entry.file] for state in self.states.all() if entry.file in state.files]
        data = self.states.text(named[-1]) if named else None
        return data is not None and Manuscript.read(entry.file, data).text == entry.text

    def _names(self, root: Root) -> list[str]:
        return [*([FILE] if root.exists(FILE) else []), *root.names(".md")]

    def _manuscript(self, root: Root, name: str) -> Manuscript | None:
        """A file as it lies there; None for one that is no text. Raises InputError where that is issue.yaml."""
        try:
            return Manuscript.read(name, root.bytes(name, MAX_MARKDOWN))
        except InputError:
            if name == FILE and FILE not in self.manuscripts:
                raise
            self.unread.add(name)
            return None

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

    async def look(self, *, anyway: bool = False) -> bool:
        """What others have done to the files; whether they have done anything. `anyway`: though none looks as if. Raises
        BriefingError where they cannot be read."""
        async with self._disk:
            seen, signature = self._seen, self._signature()  # before they are read: what comes later is seen the next time
            if signature == seen and not self.unread and not anyway:
                return False
            root = Root(self.folder)
            names = self._names(root)
            self.unread.clear()
            changed = [self._read(self._manuscript(root, name)) for name in names]
            if gone := [name for name in self.manuscripts if name not in names]:
                self._keep({}, "别处删去一篇之前")
            changed += [self._gone(name) for name in gone]
            others = [name for name in {*signature, *seen} if name not in self.manuscripts or name in self.unread]
            changed += [signature.get(name) != seen.get(name) for name in others]
            self._seen = signature
        if any(changed):
            self._changed_all()
        return any(changed)

    def _read(self, found: Manuscript | None) -> bool:
        """A file as it lies there; whether it is another text than was known."""
        if found is None:
            return False
        manuscript = self.manuscripts.setdefault(found.name, found)
        if manuscript is found:
            self._number(found)
            self._tell_text(found)
        elif found.disk is not None and found.disk != manuscript.disk:
            self._came(manuscript, found.disk)
        else:
            return False
        return True

    def _gone(self, name: str) -> bool:
        """Somebody took the file away: what was typed into it is not lost with it."""
        if self.manuscripts[name].saved:
            del self.manuscripts[name]
            self._tell_gone(name)
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
        theirs = Manuscript.read(manuscript.name, data).text
        if self.cause == ELSEWHERE and (lost := three_way.taken_back(self._earlier(manuscript.name, base), base, theirs)):
            self._overwritten(manuscript.name, lost)
        self._keep({manuscript.name: data}, self.cause)
        self._join(manuscript, mine, base, theirs, data)
        if manuscript.text != mine:
            self._number(manuscript)
            self._tell_text(manuscript)

    def _overwritten(self, name: str, lost: int) -> None:
        """Told to the windows that there are, or the next one: a hidden one hears nothing, and writes elsewhere are made then."""
        said: dict[str, Plain] = {"file": name, "paragraphs": lost}
        if self.windows:
            self._tell("overwritten", said)
        else:
            self.untold.append(said)

    def _earlier(self, name: str, text: str) -> Iterator[str]:
        """Other texts that the file had than `text`, the newest first."""
        named = dict.fromkeys(state.files[name] for state in reversed(self.states.all()) if name in state.files)
        for sign in list(named)[:_EARLIER]:
            data = self.states.text(sign)
            if data is not None and (found := Manuscript.read(name, data).text) != text:
                yield found

    def _join(self, manuscript: Manuscript, mine: str, base: str, theirs: str, data: bytes | None) -> None:
        """`data`: as the file lies there now."""
        chunks = three_way.merge(base, mine, theirs)
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
                if await self.look(anyway=True):
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
                if self.manuscripts[name].saved:
                    self._unkept.discard(name)
            self._keep({}, TYPED)
        if not self._unkept:
            self._unsafe = ""
        if texts == self.texts and not self.clashes:
            self._taken.write()
            self._taken.sync()
            with contextlib.suppress(OSError):
                self._journal.forget()
        return None


def _placed(folder: Path, files: Mapping[str, bytes], was: Mapping[str, bytes]) -> None:
    standing.begin()  # nobody speaks of it in the end
    source_files.place(folder, files, over=was, was=was)
