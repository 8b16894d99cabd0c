"""Who is let in, asked of every request before anything else looks at it.

- *Host* must be an address of ours: a name of somebody else's that was made to lead here (DNS rebinding) is not.
- A change, and a web socket, must say by *Origin* that it comes from our own page, and whatever else names one must name ours;
  browsers let no page lie about that.
- The cookie is of the kind that goes along with no request of another site, and that no script can read.
- The answer tells the browser to run, show and fetch nothing but what comes from here, and to name our address to nobody.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Collection, Mapping
from typing import NamedTuple

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from briefing.desk.passes import Passes

#: What somebody who has not been let in yet may ask for.
_OPEN = frozenset({"/enter", "/password", "/static/enter.js", "/static/desk.css"})
_READING = frozenset({"GET", "HEAD"})
#: What a request for a web socket is called here: other sites can make it as well, with the cookie, and read what is answered.
SOCKET = "web socket"
#: What says that a request is a script's: a form of another site cannot.
_KINDS = ("application/json", "application/octet-stream")

#: s in which somebody who has not been let in has to say what he wants.
_HURRY = 10.0
#: Headers of which there is one; and what says how long a body is, each in its own way.
_ONCE = (b"host", b"origin", b"content-length", b"transfer-encoding", b"content-type", b"sec-fetch-site")
_LENGTHS = (b"content-length", b"transfer-encoding")
_HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_CLOSED = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>编辑台</title>
<h1>编辑台没有打开</h1><p>请回到打开编辑台的窗口，用那里显示的网址再打开一次。</p></html>"""


class Asked(NamedTuple):
    """What the gate looks at."""

    method: str
    path: str
    headers: Mapping[str, str]


class Refusal(NamedTuple):
    status: int
    why: str


def judge(asked: Asked, origins: Collection[str], passes: Passes) -> Refusal | None:
    """Why a request is not let in; None for one that is. `origins`: as http://127.0.0.1:8765."""
    host = asked.headers.get("host", "")
    if f"http://{host}" not in origins:
        return Refusal(421, "这个网址不是编辑台的")
    if asked.method not in {*_READING, "POST", SOCKET}:
        return Refusal(405, "不认识的请求")
    site, origin = asked.headers.get("sec-fetch-site", "none"), asked.headers.get("origin")
    if origin != f"http://{host}" and (origin is not None or asked.method in ("POST", SOCKET)):
        return Refusal(403, "请求不是从编辑台的页面来的")
    if asked.method == "POST":
        if site not in ("none", "same-origin"):
            return Refusal(403, "请求不是从编辑台的页面来的")
        if asked.headers.get("content-type", "").partition(";")[0].strip() not in _KINDS:
            return Refusal(415, "请求的格式不对")
    elif asked.method != SOCKET and site not in ("none", "same-origin") and asked.path not in ("/", "/enter"):
        return Refusal(403, "请求不是从编辑台的页面来的")
    if asked.path not in _OPEN and not any(map(passes.knows, sessions(asked.headers, passes))):
        return Refusal(401, "没有打开")
    return None


def sessions(headers: Mapping[str, str], passes: Passes) -> list[str]:
    """Those of the cookies. Other programs on this machine, at other ports, can put theirs beside it, of the same name or such as
    no reader of cookies likes: they open nothing, and shut nobody out."""
    parts = [part.partition("=") for part in headers.get("cookie", "").split(";")]
    return [value.strip() for name, _, value in parts if name.strip() == passes.cookie]


class Gate:
    """The application behind its gate."""

    def __init__(self, app: ASGIApp, origins: Collection[str], passes: Passes) -> None:
        self._app, self._origins, self._passes = app, frozenset(origins), passes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        method = scope["method"] if scope["type"] == "http" else SOCKET
        refusal = judge(Asked(method, scope["path"], headers), self._origins, self._passes)
        if any(_times(scope, name) > 1 for name in _ONCE) or all(_times(scope, name) for name in _LENGTHS):
            refusal = Refusal(400, "请求的写法不对")
        if scope["type"] == "websocket":
            if refusal is None:
                await self._app(scope, receive, send)
            else:
                await send({"type": "websocket.close"})  # answered 403, whatever the reason
            return
        nonce = scope["nonce"] = secrets.token_urlsafe(16)

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
                headers.setdefault("Content-Security-Policy", _POLICY.format(nonce=nonce))
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        if refusal is None:
            hurried = scope["path"] in _OPEN  # from whom nothing is known yet
            await self._app(scope, _within(_HURRY, receive) if hurried else receive, answer)
            return
        await _refused(refusal, scope["path"])(scope, receive, answer)


def _within(patience: float, receive: Receive) -> Receive:
    """A request that takes longer to be said is gone: one that comes byte by byte would hold its connection for ever."""
    until = time.monotonic() + patience

    async def received() -> Message:
        try:
            return await asyncio.wait_for(receive(), until - time.monotonic())
        except TimeoutError:
            return {"type": "http.disconnect"}

    return received


def _times(scope: Scope, name: bytes) -> int:
    return sum(each == name for each, _ in scope["headers"])


def _refused(refusal: Refusal, path: str) -> Response:
    if refusal.status == 401 and not path.startswith(("/api/", "/static/")):
        return HTMLResponse(_CLOSED, 401)
    return PlainTextResponse(refusal.why, refusal.status)
