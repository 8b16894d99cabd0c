"""What goes out: the outputs of an issue, and their proof."""

from __future__ import annotations

import datetime
import subprocess
import sys

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response

from briefing.desk import outgoing_works
from briefing.desk.bodies import Unfit, file_name, said
from briefing.desk.desk import Desk
from briefing.desk.handling import Handlers
from briefing.desk.writing_routes import ISSUE
from briefing.storage import manifest


class OutgoingRoutes(Handlers):
    """Made by the same functions as on the command line."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.reading = {
            f"{ISSUE}/made": self.made,
            f"{ISSUE}/file/{{file}}": self.file,
            f"{ISSUE}/preview/{{token}}/{{file}}": self.preview,
        }
        self.changing = {
            f"{ISSUE}/make": self.make,
            f"{ISSUE}/plates": self.plates,
            f"{ISSUE}/prove": self.prove,
            f"{ISSUE}/folder": self.folder,
        }

    async def make(self, request: Request) -> Response:
        asked = await said(request, what=str)
        if asked["what"] not in outgoing_works.MAKES:
            raise Unfit(400, "没有这种成品")
        wish = {"what": asked["what"], "today": datetime.date.today().isoformat()}
        return JSONResponse(await self._desk.on_disk(await self._issue(request), "make", wish))

    async def prove(self, request: Request) -> Response:
        await said(request)
        return JSONResponse(await self._desk.on_disk(await self._issue(request), "prove", {}))

    async def plates(self, request: Request) -> Response:
        """The print shop's set to be looked at; in a folder of our own, whose token the pictures are asked for by."""
        await said(request)
        issue = await self._issue(request)
        token = self._desk.new_preview(issue)
        done = await self._desk.on_disk(issue, "plates", {"preview": str(self._desk.batch(token))})
        return JSONResponse({**done, "token": token})

    async def preview(self, request: Request) -> Response:
        """A picture of such a set."""
        folder = self._desk.batch(request.path_params["token"])
        name = file_name(request.path_params["file"])
        if not name.endswith(".png") or not (folder / name).is_file():
            return PlainTextResponse("没有这张图片", 404)
        return FileResponse(folder / name, media_type="image/png")

    async def made(self, request: Request) -> Response:
        return JSONResponse(await self._desk.on_disk(await self._issue(request), "made", {}))

    async def file(self, request: Request) -> Response:
        """One of the outputs that the manifest names."""
        issue = await self._issue(request)
        name, folder = request.path_params["file"], self._desk.output / issue.folder.name
        made = manifest.load(folder)
        if made is None or name not in made.files or (folder / name).is_symlink():
            return PlainTextResponse("没有这个文件", 404)
        shown = name.endswith(".pdf") and "save" not in request.query_params
        return FileResponse(folder / name, filename=name, content_disposition_type="inline" if shown else "attachment")

    async def folder(self, request: Request) -> Response:
        """Show the folder of the outputs in the system's file manager."""
        await said(request)
        path = self._desk.output / (await self._issue(request)).folder.name
        if not path.is_dir():
            raise Unfit(409, "还没有成品")
        opener = {"darwin": "open", "win32": "explorer"}.get(sys.platform, "xdg-open")
        try:
            subprocess.Popen([opener, str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        except OSError:
            raise Unfit(409, f"这台电脑打不开文件夹窗口；文件在 {path}") from None
        return JSONResponse({"folder": str(path)})
