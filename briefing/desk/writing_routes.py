"""An issue as it is written: its texts, their order, its settings, its states of before."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence

from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.websockets import WebSocket, WebSocketDisconnect

from briefing.building import receiving, scaffold
from briefing.core import plain
from briefing.core.errors import BriefingError
from briefing.core.plain import Plain
from briefing.desk import gone_texts, news, parting, report_list, settings_form
from briefing.desk.bodies import Unfit, said
from briefing.desk.desk import Desk
from briefing.desk.handling import Handlers
from briefing.desk.manuscript import Manuscript
from briefing.desk.news import Window
from briefing.desk.open_issue import OpenIssue
from briefing.desk.report_list import SectionOrder
from briefing.desk.taken_edits import MOST_EDITS, WindowEdit
from briefing.files.world import MAX_MARKDOWN, MB
from briefing.importing import placing
from briefing.source.folder import DRAFT, FILE

ISSUE = "/api/issue/{name}"


class WritingRoutes(Handlers):
    """What people write, and what they are told of it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.reading = {
            ISSUE: self.issue,
            f"{ISSUE}/news": self.news,
            f"{ISSUE}/form": self.form,
            f"{ISSUE}/states": self.states,
            f"{ISSUE}/state/{{number:int}}": self.state,
            f"{ISSUE}/gone": self.gone,
        }
        self.listening = {f"{ISSUE}/news": self.socket}
        self.changing = {
            f"{ISSUE}/edit": self.edit,
            f"{ISSUE}/taken": self.taken,
            f"{ISSUE}/settle": self.settle,
            f"{ISSUE}/order": self.order,
            f"{ISSUE}/setting": self.setting,
            f"{ISSUE}/remove": self.remove,
            f"{ISSUE}/part": self.part,
            f"{ISSUE}/report": self.report,
            f"{ISSUE}/restore": self.restore,
            f"{ISSUE}/back": self.back,
            f"{ISSUE}/undo": self.undo,
        }

    async def issue(self, request: Request) -> Response:
        issue = await self._issue(request)
        restored, issue.restored = issue.restored, []
        return JSONResponse({"texts": issue.texts, "versions": issue.versions, "outline": issue.outline, "restored": restored})

    async def news(self, request: Request) -> Response:
        """For windows that can have no socket: browsers keep six connections to a server, and this is one of them."""
        issue = await self._issue(request)
        window = self._come(request, issue)

        async def stream() -> AsyncIterator[str]:
            try:
                async for event in news.as_event_stream(window):
                    yield event
            finally:
                self._gone(window, issue)

        return StreamingResponse(stream(), media_type="text/event-stream")

    async def socket(self, socket: WebSocket) -> None:
        try:
            issue = await self._issue(socket)
        except (KeyError, BriefingError, OSError):  # which an ordinary request is told in words
            await socket.close()
            return
        await socket.accept()
        window = self._come(socket, issue)
        telling = asyncio.create_task(_told(socket, window))
        try:
            async for _ in socket.iter_text():
                pass  # windows say what they have to say by requests
        finally:
            telling.cancel()
            self._gone(window, issue)

    def _come(self, request: HTTPConnection, issue: OpenIssue) -> Window:
        window = Window(request.query_params.get("window", ""))
        # First what there is: a window that sent texts to a desk that ended must not take them for safe at this one.
        window.tell("texts", {"texts": issue.texts, "versions": issue.versions, "version": issue.version})
        window.tell("safety", issue.safety)
        for file, clash in issue.clashes.items():
            window.tell("clash", clash.plain(file))
        while issue.untold:
            window.tell("overwritten", issue.untold.pop())
        issue.windows.add(window)
        self._desk.presence.said(window.name, "here")
        window.tell("outline", issue.outline)
        issue.shown.begin(window)
        return window

    def _gone(self, window: Window, issue: OpenIssue) -> None:
        issue.windows.discard(window)
        if not any(other.name == window.name for other in issue.windows):  # it may have begun a new one
            self._desk.presence.cut(window.name)

    async def edit(self, request: Request) -> Response:
        asked = await said(request, file=str, text=str, was=str, window=str, number=int)
        if not 0 < asked["number"] <= MOST_EDITS:
            raise Unfit(400, "发来的内容不完整")
        _fits(asked["text"])
        issue = await self._issue(request)
        return JSONResponse(issue.edit(asked["file"], asked["text"], asked["was"], WindowEdit(asked["window"], asked["number"])))

    async def taken(self, request: Request) -> Response:
        asked = await said(request, file=str, window=str)
        return JSONResponse((await self._issue(request)).taken(asked["file"], asked["window"]))

    async def settle(self, request: Request) -> Response:
        asked = await said(request, file=str, text=str)
        _fits(asked["text"])
        (await self._issue(request)).settle(asked["file"], asked["text"])
        return JSONResponse({})

    async def order(self, request: Request) -> Response:
        asked = await said(request, sections=list, attachments=list)
        issue = await self._issue(request)
        text = report_list.reordered(issue.texts, _sections(asked["sections"]), [str(each) for each in asked["attachments"]])
        return await self._settings(issue, text, "调整次序")

    async def form(self, request: Request) -> Response:
        issue = await self._issue(request)
        file = request.query_params.get("file", FILE)
        text = issue.texts[file]
        return JSONResponse(
            settings_form.form(text, self._desk.houses_there()) if file == FILE else settings_form.report_form(text)
        )

    async def setting(self, request: Request) -> Response:
        asked = await said(request, file=str, key=str, value=(str, list, dict))
        issue = await self._issue(request)
        file, text = asked["file"], issue.texts[asked["file"]]
        write = settings_form.written if file == FILE else settings_form.report_written
        return await self._settings(
            issue, write(text, asked["key"], asked["value"]), "本期设置" if file == FILE else "本篇信息", file
        )

    async def _settings(self, issue: OpenIssue, text: str | None, why: str, file: str = FILE) -> Response:
        if text is None:
            raise Unfit(409, "这里的写法特别，表格里改不了；请打开“原文”来改")
        async with self._desk.deeds(issue).noted(why) as deed:
            issue.put({file: text}, why)
        return JSONResponse({"text": text, **deed.plain()})

    async def report(self, request: Request) -> Response:
        """A new report, empty but for its title."""
        asked = await said(request, title=str)
        issue = await self._issue(request)
        name = _vacant(issue, asked["title"])
        title = " ".join(asked["title"].split()) or "请在这里写标题"
        async with self._desk.deeds(issue).noted("新写一篇") as deed:
            issue.put({name: f"# {title}\n\n请在这里写正文。\n"}, "新增一篇")
            if text := report_list.taken_in(issue.texts, [name]):
                issue.put({FILE: text}, "新增一篇")
            await issue.save()
        return JSONResponse({"file": name, **deed.plain()})

    async def part(self, request: Request) -> Response:
        """A report from a line on as a report of its own, which comes after it."""
        asked = await said(request, file=str, line=int)
        issue = await self._issue(request)
        file = asked["file"]
        parts = None if file == FILE else parting.parted(issue.texts[file], asked["line"])
        if parts is None:
            raise Unfit(409, "从这里分不成两篇：光标要在第二篇的标题那一行，上下都要有正文")
        waiting, its_head = _waiting(issue, parts.new.removeprefix("# "))
        name = waiting or _vacant(issue, parts.new.removeprefix("# "))
        outline = issue.outline
        listed = [report_list.named(each) for each in outline["sections"]]
        attached = [each["file"] for each in outline["attachments"]]
        for names in (*(each["reports"] for each in listed), attached):
            if file in names and not waiting:
                names.insert(names.index(file) + 1, name)
        async with self._desk.deeds(issue).noted("分成两篇") as deed:
            issue.put({file: parts.kept, name: its_head + parts.new}, "分成两篇")
            if text := report_list.reordered(issue.texts, listed, attached):
                issue.put({FILE: text}, "分成两篇")
            await issue.save()
        return JSONResponse({"file": name, **deed.plain()})

    async def remove(self, request: Request) -> Response:
        """Reports, by one or several: one deed."""
        asked = await said(request, files=list)
        issue = await self._issue(request)
        files = list(dict.fromkeys(str(each) for each in asked["files"]))
        if FILE in files:
            raise Unfit(400, "本期设置不能删去")
        outline = issue.outline
        listed = [report_list.named(each, files) for each in outline["sections"]]
        attached = [each["file"] for each in outline["attachments"] if each["file"] not in files]
        text = report_list.reordered(issue.texts, listed, attached)
        why = "删去一篇" if len(files) == 1 else f"删去 {len(files)} 篇"
        async with self._desk.deeds(issue).noted(why) as deed:
            for file in files:
                await issue.remove(file)
            if text is not None and any(file in issue.texts[FILE] for file in files):
                issue.put({FILE: text}, why)
        return JSONResponse(deed.plain())

    async def states(self, request: Request) -> Response:
        issue = await self._issue(request)
        found = [{"number": each.number, "time": each.time, "why": each.why} for each in reversed(issue.states.all())]
        return JSONResponse({"states": found})

    async def state(self, request: Request) -> Response:
        issue = await self._issue(request)
        return JSONResponse({"texts": _state(issue, request.path_params["number"]), "now": issue.texts})

    async def restore(self, request: Request) -> Response:
        asked = await said(request, number=int, files=list)
        issue = await self._issue(request)
        texts = _state(issue, asked["number"])
        wanted = {name: texts[name] for name in texts if name in asked["files"]}
        async with self._desk.deeds(issue).noted("退回到以前") as deed:
            issue.put(wanted, "退回到以前")
            await issue.save()
        return JSONResponse({"files": list(wanted), **deed.plain()})

    async def gone(self, request: Request) -> Response:
        """Reports that were taken away, by the desk or by others."""
        issue = await self._issue(request)
        found = gone_texts.gone_reports(issue.states, {*issue.texts, *issue.unread})
        return JSONResponse(
            {"reports": [{**report_list.report(each.file, each.text), "text": each.text, "time": each.time} for each in found]}
        )

    async def back(self, request: Request) -> Response:
        """One of them stands again, at the end of the issue."""
        asked = await said(request, file=str)
        issue, file = await self._issue(request), asked["file"]
        found = {each.file: each for each in gone_texts.gone_reports(issue.states, {*issue.texts, *issue.unread})}[file]
        async with self._desk.deeds(issue).noted("找回一篇") as deed:
            issue.put({file: found.text}, "找回一篇")
            if text := report_list.taken_in(issue.texts, [file]):
                issue.put({FILE: text}, "找回一篇")
            await issue.save()
        return JSONResponse({"file": file, **deed.plain()})

    async def undo(self, request: Request) -> Response:
        """A deed of before, and by its number the deed that does it again."""
        asked = await said(request, deed=int)
        issue = await self._issue(request)
        return JSONResponse({"deed": await self._desk.deeds(issue).undo(asked["deed"])})


async def _told(socket: WebSocket, window: Window) -> None:
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):  # it has gone, which whoever hears it is told, too
        async for message in news.as_messages(window):
            await socket.send_text(message)
        await socket.close()


def _fits(text: str) -> None:
    """Whether it could be read again. Raises Unfit."""
    if len(text.encode()) > MAX_MARKDOWN:
        raise Unfit(413, f"这一篇太长，超过 {MAX_MARKDOWN // MB} MB，请分成几篇")


def _sections(found: Sequence[Plain]) -> list[SectionOrder]:
    """Raises Unfit."""
    try:
        return [
            {
                "name": str(each["name"]),
                "numbering": str(each["numbering"]),
                "reports": [str(name) for name in plain.items(each["reports"])],
            }
            for each in plain.mappings(found)
        ]
    except (TypeError, KeyError):
        raise Unfit(400, "发来的内容不完整") from None


def _state(issue: OpenIssue, number: int) -> dict[str, str]:
    """The texts of a state that was saved. Raises KeyError."""
    found = next((each for each in issue.states.all() if each.number == number), None)
    if found is None:
        raise KeyError(number)
    texts = {}
    for name, digest in found.files.items():
        data = issue.states.text(digest)
        if data is not None:
            texts[name] = Manuscript.read(name, data).text
    return texts


def _waiting(issue: OpenIssue, title: str) -> tuple[str, str]:
    """The report in which nobody has written yet that waits for whoever the title begins with, and its YAML head; "" for none."""
    office = receiving.sender(title.partition("：")[0].strip())
    for name, text in sorted(issue.texts.items()):
        empty = scaffold.untouched(text) if name != FILE else None
        if empty and office and office in (receiving.sender(empty.office), receiving.sender(name[:-3].partition("-")[2])):
            return name, empty.head
    return "", ""


def _vacant(issue: OpenIssue, title: str) -> str:
    """A name for a new report, after what its title begins with."""
    subject = placing.stem(title.partition("：")[0].strip()[:12] or "新稿").lstrip(DRAFT)
    return f"{placing.vacant(issue.folder, subject, taken=[each.removesuffix('.md') for each in issue.texts])}.md"
