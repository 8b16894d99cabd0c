"""The desk: a shelf of issues, those that are open, and what is being done to them."""

from __future__ import annotations

import asyncio
import secrets
import shutil
import tempfile
from pathlib import Path

from briefing.building import issue_names
from briefing.core.errors import BriefingError
from briefing.core.plain import Entries, Plain
from briefing.desk import gone_texts, open_issue, yaml_keys
from briefing.desk.deeds import Deeds
from briefing.desk.errands import Errands, Refused
from briefing.desk.live_pages import LivePages
from briefing.desk.open_issue import OpenIssue
from briefing.desk.presence import Presence
from briefing.desk.wishes import DeskWishes
from briefing.files.world import MAX_YAML, Root, World
from briefing.source import yaml_tree
from briefing.source.folder import FILE

#: Errands that change the files of an issue, as its states call them.
_CAUSES = {"enlist": "放入文件"}


class Desk:
    """`shelf`: the folder of the issues; `output`: where what is made of them stands."""

    def __init__(self, shelf: Path, output: Path, *, until_closed: bool = False) -> None:
        self.shelf, self.output = shelf, output
        self.presence = Presence()
        self.wishes = DeskWishes(shelf, ends_with_window=until_closed)
        self.errands = Errands()
        #: For files that were sent; a folder of this process's own.
        self.inbox = Path(tempfile.mkdtemp(prefix="briefing-inbox-"))
        self.houses: dict[str, str] = {}
        self._live = LivePages()
        self._open: dict[str, OpenIssue] = {}
        self._deeds: dict[Path, Deeds] = {}
        self._opening = asyncio.Lock()
        self._faces: dict[str, Path] = {}
        self._previews: dict[Path, str] = {}

    def start(self) -> None:
        self._live.start()

    @property
    def may_end(self) -> bool:
        """Whether it is to end with its windows, they are closed, nothing is being made and every text stands in its file."""
        saved = all(issue.safety["state"] == "saved" for issue in self._open.values())
        return self.wishes.ends_with_window and self.presence.left and saved and not self.errands.busy

    def farewell(self) -> None:
        """Every window is told that this is the end: a stream that stays open would hold it up."""
        for issue in self._open.values():
            for window in list(issue.windows):
                window.end()

    async def close(self) -> None:
        for issue in self._open.values():
            await issue.close()
        self.errands.close()
        await self._live.close()
        shutil.rmtree(self.inbox, ignore_errors=True)

    def listed(self) -> list[dict[str, Plain]]:
        """The issues, the newest first. Raises InputError where nobody may look at the shelf."""
        return [{"name": name, **self._headline(name)} for name in reversed(issue_names.names(self.shelf))]

    def _headline(self, name: str) -> dict[str, Plain]:
        try:
            return _headline(Root(self.shelf / name).text(FILE, MAX_YAML)[0])
        except BriefingError:
            return {}

    def gone(self) -> list[dict[str, Plain]]:
        """The issues that were taken away, and can be brought back."""
        return [
            {"name": each.name, "time": each.time, "reports": len(each.files) - 1, **_headline(each.settings)}
            for each in gone_texts.gone_issues(self.shelf)
        ]

    async def bring_back(self, name: str) -> dict[str, Plain]:
        """An issue that was taken away stands again, but for its `pictures`. Raises KeyError for one that is not known, or is
        there, OutputError."""
        found = next((each for each in gone_texts.gone_issues(self.shelf) if each.name == name), None)
        if found is None:
            raise KeyError(name)
        gone_texts.bring_back(self.shelf, found)
        if name in self._open:  # it was taken away while windows had it open
            await self._open[name].look()
        return {"name": name, "pictures": found.pictures()}

    async def issue(self, name: str) -> OpenIssue:
        """An issue of the shelf, opened when it is first asked for. Raises KeyError where there is none, BriefingError where it
        cannot be read."""
        async with self._opening:
            if name not in self._open:
                if name not in issue_names.names(self.shelf):
                    raise KeyError(name)
                issue = self._open[name] = OpenIssue(self.shelf / name, self._live, self._tokens)
                issue.start()
            return self._open[name]

    def deeds(self, issue: OpenIssue) -> Deeds:
        """What was done to an issue as a whole."""
        return self._deeds.setdefault(issue.folder, Deeds(issue))

    def houses_there(self) -> dict[str, str]:
        """House → what it is called."""
        if not self.houses:
            from briefing.house.load import load_house, some_houses

            world = World(self.shelf)
            for name in some_houses(world):
                try:
                    self.houses[name] = load_house(world, name).title or name
                except BriefingError:
                    continue
        return self.houses

    def face(self, token: str) -> Path:
        """The font file of a token. Raises KeyError."""
        return self._faces[token]

    def _tokens(self, faces: dict[str, str]) -> dict[str, str]:
        """What pages call a face → the token by which a browser may fetch its file; another file has another token."""
        known = {path: token for token, path in self._faces.items()}
        found = {}
        for family, file in faces.items():
            path = Path(file)
            token = known.get(path) or secrets.token_urlsafe(12)
            self._faces[token] = path
            found[family] = token
        return found

    def batch(self, token: str) -> Path:
        """The folder of a batch of files that were sent. Raises KeyError."""
        path = self.inbox / token
        if not token.replace("-", "").replace("_", "").isalnum() or not path.is_dir():
            raise KeyError(token)
        return path

    def new_batch(self) -> str:
        token = secrets.token_urlsafe(12)
        (self.inbox / token).mkdir()
        return token

    def new_preview(self, issue: OpenIssue) -> str:
        """A folder for a set that is looked at before it is made; that of the last time goes away."""
        if earlier := self._previews.get(issue.folder):
            shutil.rmtree(self.inbox / earlier, ignore_errors=True)
        token = self._previews[issue.folder] = self.new_batch()
        return token

    async def on_disk(self, issue: OpenIssue, work: str, asked: Entries) -> Entries:
        """An errand that reads or writes the issue's files, which are saved first and looked at afterwards. Raises Refused."""
        if not await issue.save():
            raise Refused(_unsaved(issue))
        issue.cause = _CAUSES.get(work, open_issue.ELSEWHERE)
        try:
            return await self.errands.run(
                work, {**asked, "folder": str(issue.folder), "output": str(self.output)}, lambda step: issue.step(work, step)
            )
        finally:
            await issue.look()
            issue.cause = open_issue.ELSEWHERE


def _headline(settings: str) -> dict[str, Plain]:
    """What the shelf says of an issue, as far as its issue.yaml can be read."""
    try:
        top = yaml_tree.load(settings, FILE)
    except BriefingError:
        return {}
    said = {key: yaml_keys.plain(top.get(key)) for key in ("number", "date", "special", "house")}
    return {key: str(value) for key, value in said.items() if isinstance(value, str)}


def _unsaved(issue: OpenIssue) -> list[dict[str, Plain]]:
    from briefing.core.errors import Diagnostic
    from briefing.desk import plain_values

    why = issue.safety["why"]
    return [plain_values.finding(Diagnostic("sources-output", f"稿件还没有保存：{why}", hint="保存好以后再试一次。"))]
