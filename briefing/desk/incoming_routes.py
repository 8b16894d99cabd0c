"""What comes in: files that others sent, pictures, the clipboard."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from briefing.building import receiving
from briefing.core import plain
from briefing.core.errors import InputError
from briefing.desk import archives, incoming_works, report_list, sent_names
from briefing.desk.bodies import Unfit, file_name, received, said
from briefing.desk.desk import Desk
from briefing.desk.handling import Handlers
from briefing.desk.writing_routes import ISSUE
from briefing.files.world import MAX_PICTURE, Root
from briefing.importing import placing
from briefing.source.folder import FILE


class IncomingRoutes(Handlers):
    """Nothing is put into the issue before people have seen what came of it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.reading = {
            f"{ISSUE}/picture/{{file}}": self.picture_shown,
        }
        self.changing = {
            f"{ISSUE}/upload": self.upload,
            f"{ISSUE}/drafts": self.drafts,
            f"{ISSUE}/accept": self.accept,
            f"{ISSUE}/picture": self.picture,
            f"{ISSUE}/paste": self.paste,
        }

    async def upload(self, request: Request) -> Response:
        """One file of a batch. What is wrong with it is told where it is read, beside the others."""
        token = request.query_params.get("batch", "")
        folder = self._desk.batch(token) if token else self._desk.batch(token := self._desk.new_batch())
        name = sent_names.shown_name(request.query_params.get("name", "")) or "没有名字的文件"
        count = sum(1 for _ in folder.iterdir())
        if count >= archives.MOST_FILES:
            raise Unfit(413, f"一次最多放 {archives.MOST_FILES} 个文件")
        await received(request, folder / f"{count:03d}-{name}", receiving.MAX_FILE)
        return JSONResponse({"batch": token})

    async def drafts(self, request: Request) -> Response:
        """Every report of a batch as it would be taken in; pictures are counted apart."""
        asked = await said(request, batch=str)
        issue = await self._issue(request)
        folder = self._desk.batch(asked["batch"])
        return JSONResponse(await self._desk.on_disk(issue, "draft", {"sent": str(folder)}))

    async def accept(self, request: Request) -> Response:
        asked = await said(request, batch=str, chosen=list, replacing=list, undone=dict)
        issue = await self._issue(request)
        folder = self._desk.batch(asked["batch"])
        if not (folder / incoming_works.DRAFTS).is_file():
            raise Unfit(409, "这些文件还没有读过")
        kept = {"sent": str(folder), **{key: asked[key] for key in ("chosen", "replacing", "undone")}}
        async with self._desk.deeds(issue).noted("放入文件") as deed:
            done = await self._desk.on_disk(issue, "enlist", kept)
            text = report_list.taken_in(issue.texts, plain.texts(done["added"]))
            if text:  # there are several sections: people will move it
                issue.put({FILE: text}, "放入文件")
        return JSONResponse({**done, **deed.plain()})

    async def picture(self, request: Request) -> Response:
        """A picture for the report that names it."""
        issue = await self._issue(request)
        sent = Path(file_name(request.query_params.get("name", "")))
        name = f"{placing.stem(sent.stem)}{sent.suffix.lower()}"  # one that can stand in a text as it is
        folder = self._desk.batch(self._desk.new_batch())
        try:
            await received(request, folder / name, MAX_PICTURE)
        except Unfit as error:
            raise Unfit(error.status, f"图片{str(error)[2:]}；请用看图软件改小，或另存为 JPEG") from None
        await self._desk.errands.run("picture", {"path": str(folder / name)})
        return JSONResponse({"name": await issue.add_picture(name, (folder / name).read_bytes())})

    async def picture_shown(self, request: Request) -> Response:
        issue = await self._issue(request)
        name = request.path_params["file"]
        if not name.lower().endswith(sent_names.PICTURES):
            return PlainTextResponse("没有这张图片", 404)
        try:
            data = await run_in_threadpool(Root(issue.folder).bytes, name, MAX_PICTURE)
        except InputError:
            return PlainTextResponse("没有这张图片", 404)
        headers = {"Content-Security-Policy": "sandbox; default-src 'none'"}
        return Response(data, media_type=mimetypes.guess_type(name)[0] or "application/octet-stream", headers=headers)

    async def paste(self, request: Request) -> Response:
        asked = await said(request, html=str)
        issue = await self._issue(request)
        return JSONResponse(await self._desk.errands.run("paste", {"html": asked["html"], "folder": str(issue.folder)}))
