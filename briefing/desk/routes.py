"""Addresses → what is done: the way in, the shelf, and all other parts put together. The gate has decided who may speak."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute

from briefing.desk.bodies import Unfit, file_name, said
from briefing.desk.desk import Desk
from briefing.desk.handling import Handlers, answered_by
from briefing.desk.incoming_routes import IncomingRoutes
from briefing.desk.outgoing_routes import OutgoingRoutes
from briefing.desk.passes import Passes
from briefing.desk.writing_routes import WritingRoutes

STATIC = Path(__file__).with_name("static")
_STATIC_KINDS = {".js": "text/javascript", ".css": "text/css"}


def application(desk: Desk, passes: Passes) -> Starlette:
    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        desk.start()
        yield
        await desk.close()

    parts: list[Handlers] = [FrontRoutes(desk, passes), WritingRoutes(desk), IncomingRoutes(desk), OutgoingRoutes(desk)]
    routes: list[BaseRoute] = [
        Route(path, answered_by(each), methods=["GET"]) for part in parts for path, each in part.reading.items()
    ]
    routes += [Route(path, answered_by(each), methods=["POST"]) for part in parts for path, each in part.changing.items()]
    routes += [WebSocketRoute(path, each) for part in parts for path, each in part.listening.items()]
    return Starlette(routes=routes, lifespan=lifespan)


class FrontRoutes(Handlers):
    """The door, the page with its parts, the shelf."""

    def __init__(self, desk: Desk, passes: Passes) -> None:
        super().__init__(desk)
        self._passes = passes
        self.reading = {
            "/": self.page, "/enter": self.door, "/issue/{name}": self.page, "/static/{file}": self.static,
            "/face/{token}": self.face, "/page-text.css": self.page_text, "/api/shelf": self.shelf,
        }  # fmt: skip
        self.changing = {
            "/enter": self.enter, "/password": self.password, "/api/new": self.new, "/api/window": self.window,
            "/api/wish": self.wish, "/api/back": self.back,
        }  # fmt: skip

    async def page(self, request: Request) -> Response:
        text = (STATIC / "index.html").read_text("utf-8")
        return HTMLResponse(text.replace("{{nonce}}", request.scope["nonce"]))

    async def door(self, request: Request) -> Response:
        del request
        text = (STATIC / "enter.html").read_text("utf-8")
        return HTMLResponse(text.replace("{{password}}", "yes" if self._passes.password else "no"))

    async def enter(self, request: Request) -> Response:
        asked = await said(request, key=str)
        return self._let_in(
            self._passes.enter(asked["key"]), "网址已经用过或不对。请回到打开编辑台的窗口，用那里的网址再打开一次。"
        )

    async def password(self, request: Request) -> Response:
        asked = await said(request, password=str)
        address = request.client.host if request.client else ""
        return self._let_in(self._passes.speak(asked["password"], address), "密码不对；连着错五次要等半分钟。")

    def _let_in(self, session: str | None, otherwise: str) -> Response:
        if session is None:
            return JSONResponse({"why": otherwise}, 403)
        response = JSONResponse({})
        response.set_cookie(self._passes.cookie, session, httponly=True, samesite="strict", path="/")
        return response

    async def static(self, request: Request) -> Response:
        path = STATIC / file_name(request.path_params["file"])
        if path.suffix not in _STATIC_KINDS or not path.is_file():
            return PlainTextResponse("没有这个文件", 404)
        return FileResponse(path, media_type=_STATIC_KINDS[path.suffix])

    async def face(self, request: Request) -> Response:
        path = self._desk.face(request.path_params["token"])
        return FileResponse(path, media_type="font/ttf", headers={"Cache-Control": "private, max-age=31536000, immutable"})

    async def page_text(self, request: Request) -> Response:
        from briefing.output import screen

        del request
        return Response(screen.style_sheet({}), media_type="text/css")

    async def shelf(self, request: Request) -> Response:
        del request
        houses = [{"name": name, "title": title} for name, title in self._desk.houses_there().items()]
        return JSONResponse(
            {
                "issues": self._desk.listed(), "houses": houses, "ends_with_window": self._desk.wishes.ends_with_window,
                "gone": self._desk.gone(),
            }
        )  # fmt: skip

    async def back(self, request: Request) -> Response:
        """An issue that was taken away."""
        asked = await said(request, name=str)
        return JSONResponse(await self._desk.bring_back(asked["name"]))

    async def window(self, request: Request) -> Response:
        """What a window says of itself: that it came, is hidden, goes."""
        asked = await said(request, window=str, state=str)
        if asked["state"] not in ("here", "hidden", "gone") or len(asked["window"]) > 100:
            raise Unfit(400, "发来的内容不完整")
        self._desk.presence.said(asked["window"], asked["state"])
        return JSONResponse({})

    async def wish(self, request: Request) -> Response:
        asked = await said(request, ends_with_window=bool)
        self._desk.wishes.keep(asked["ends_with_window"])
        return JSONResponse({})

    async def new(self, request: Request) -> Response:
        asked = await said(request, number=int, date=str, earlier=str, house=str, cities=list)
        if not all(isinstance(each, str) for each in asked["cities"]):
            raise Unfit(400, "发来的内容不完整")
        if asked["earlier"]:
            await (await self._desk.issue(asked["earlier"])).save()
        elif asked["house"] not in self._desk.houses_there():
            raise Unfit(400, "没有这个版式")
        shared = {key: asked[key] for key in ("number", "date", "earlier", "house", "cities")}
        return JSONResponse(await self._desk.errands.run("new", {**shared, "shelf": str(self._desk.shelf)}))
