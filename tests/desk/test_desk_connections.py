"""Connections that are held without anything being asked, and those on which somebody works."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from briefing.desk import connections, gate
from briefing.desk.gate import Gate
from briefing.desk.passes import Passes

pytestmark = pytest.mark.slow

#: s, in place of ten.
LOOK = 0.3


async def answered(request: Request) -> Response:
    """As the door, which reads what is said; or after a while, as what is made."""
    if request.method == "POST":
        await request.body()
    await asyncio.sleep(float(request.query_params.get("after", "0")))
    return JSONResponse({})


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Of a server with room for few connections, behind the gate."""
    monkeypatch.setattr(connections, "LOOK", LOOK)
    monkeypatch.setattr(gate, "_HURRY", LOOK)
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    passes = Passes(port)
    app = Gate(Starlette(routes=[Route("/enter", answered, methods=["GET", "POST"])]), {f"http://127.0.0.1:{port}"}, passes)
    config = uvicorn.Config(app, http=connections.WatchedConnection, log_config=None, access_log=False, limit_concurrency=20)
    server = uvicorn.Server(config)
    serving = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listener])))
    serving.start()
    while not server.started:
        time.sleep(0.01)
    yield port
    server.should_exit = True
    serving.join(20)


def head(port: int, first: str, *more: str) -> bytes:
    said = [first, f"Host: 127.0.0.1:{port}", f"Origin: http://127.0.0.1:{port}", "Content-Type: application/json", *more]
    return "\r\n".join(said).encode() + b"\r\n\r\n"


def test_who_says_nothing_or_never_ends_takes_nobodys_place(port: int) -> None:
    """A header without end, a password without end, a body after its refusal; by a byte now and then."""
    slow = [
        b"GET /enter HTTP/1.1\r\nHost: a\r\nX: ", head(port, "POST /enter HTTP/1.1", "Content-Length: 900") + b'{"key": "',
        head(port, "POST /api/new HTTP/1.1", "Content-Length: 900"), b"",
    ]  # fmt: skip
    lines = [socket.create_connection(("127.0.0.1", port)) for _ in range(24)]
    for number, line in enumerate(lines):
        line.sendall(slow[number % len(slow)])
        line.setblocking(False)
    until, gone = time.monotonic() + 20, set[int]()
    while len(gone) < len(lines) and time.monotonic() < until:
        for number, line in enumerate(lines):
            try:
                line.send(b"a")
                while line.recv(1 << 16):
                    pass
                gone.add(number)
            except BlockingIOError:
                continue
            except OSError:
                gone.add(number)
        time.sleep(LOOK / 5)
    for line in lines:
        line.close()
    assert len(gone) == len(lines)
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(head(port, "GET /enter HTTP/1.1"))
        assert line.recv(1 << 16).startswith(b"HTTP/1.1 200")


def test_who_waits_for_an_answer_gets_it(port: int) -> None:
    """What is made takes longer than a connection may be silent; and then the next is asked on the same."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        for after in (LOOK * 3, 0.0):
            line.sendall(head(port, f"GET /enter?after={after} HTTP/1.1"))
            assert line.recv(1 << 16).startswith(b"HTTP/1.1 200")
