"""The desk's server from its start to its end: which addresses it answers, the browser it opens."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import logging
import os
import socket
import subprocess
import sys
import webbrowser
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import uvicorn

from briefing.building import incident
from briefing.core.errors import Diagnostic, UsageError, why_unread
from briefing.desk.connections import WatchedConnection
from briefing.desk.desk import Desk
from briefing.desk.gate import Gate
from briefing.desk.passes import Passes
from briefing.desk.routes import application

#: s that streams have to end in.
_FAREWELL = 2
#: Ticks, of a tenth of a second, between two looks for windows.
_LOOK = 10
LOOPBACK = "127.0.0.1"
#: Ports from this one on, as many again, are neither services' nor given out by systems for a while.
_PORTS = 16_000


class Wanted(NamedTuple):
    """How a desk is asked for. `issue`: the one to be opened at once, "" for the shelf; `port` 0: any that is free; `host`: an
    address of this machine that others reach, with a `password`; `browser`: whether one is opened; `until_closed`: it ends with
    its last window, whatever was wished before."""

    shelf: Path
    output: Path
    issue: str = ""
    host: str = LOOPBACK
    port: int = 0
    password: str = ""
    browser: bool = True
    until_closed: bool = False


def serve(wanted: Wanted, said: Callable[[str], None]) -> None:
    """Until it is interrupted; `said` hears the address. Raises UsageError for an address that cannot be had."""
    _unlimit()
    logging.getLogger("uvicorn").addHandler(_Complaints())
    listener = _listener(wanted)
    port = listener.getsockname()[1]
    passes = Passes(port, wanted.password)
    desk = Desk(wanted.shelf, wanted.output, until_closed=wanted.until_closed)
    app = Gate(application(desk, passes), origins(wanted.host, port), passes)
    config = uvicorn.Config(
        app, http=WatchedConnection, ws="wsproto", lifespan="on", access_log=False, log_config=None, server_header=False,
        date_header=False, timeout_graceful_shutdown=_FAREWELL, limit_concurrency=200, h11_max_incomplete_event_size=64 << 10,
        ws_max_size=1 << 10, ws_per_message_deflate=False,
    )  # fmt: skip
    here = f"http://{wanted.host if wanted.host != '0.0.0.0' else socket.gethostname()}:{port}"
    where = f"&issue={wanted.issue}" if wanted.issue else ""
    said(f"{here}/enter" if wanted.password else f"{here}/enter#key={passes.key}{where}")
    if wanted.browser:
        _show(f"{here}/enter#key={passes.opening()}{where}")
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_Server(config, desk).serve(sockets=[listener]))


class _Server(uvicorn.Server):
    """Streams that are open would be waited for; and it may end with its windows."""

    def __init__(self, config: uvicorn.Config, desk: Desk) -> None:
        super().__init__(config)
        self._desk = desk

    async def on_tick(self, counter: int) -> bool:
        return await super().on_tick(counter) or (counter % _LOOK == 0 and self._desk.may_end)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._desk.farewell()
        await super().shutdown(sockets)


class _Complaints(logging.Handler):
    """What uvicorn says, in English, of requests that are none is nobody's business; what went wrong in the desk is kept."""

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info and record.exc_info[1]:
            incident.finding(record.exc_info[1], "编辑台工作")


def origins(host: str, port: int) -> frozenset[str]:
    """What our own pages may be called."""
    names = [LOOPBACK, "localhost"] if host == LOOPBACK else [host, LOOPBACK, "localhost"]
    if host == "0.0.0.0":
        names += [socket.gethostname(), *_addresses()]
    return frozenset(f"http://{name}:{port}" for name in names)


def _addresses() -> list[str]:
    try:
        return [str(entry[4][0]) for entry in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    except OSError:
        return []


def _listener(wanted: Wanted) -> socket.socket:
    try:
        ipaddress.IPv4Address(wanted.host)
    except ValueError:
        hint = "请写这台电脑的 IPv4 地址，如 192.168.1.20。"
        raise UsageError(Diagnostic("no-issue", f"地址写得不对：{wanted.host}", hint=hint)) from None
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        _bind(listener, wanted)
    except OSError as error:
        listener.close()
        message = f"用不了 {wanted.host} 的端口 {wanted.port}（{why_unread(error)}）"
        raise UsageError(Diagnostic("system-refused", message, hint="请换一个端口，或不写 --port。")) from None
    listener.listen(128)
    listener.set_inheritable(False)
    return listener


def _bind(listener: socket.socket, wanted: Wanted) -> None:
    """Where no port is asked for, the same one each time if it is free: what a browser keeps of an unsaved text it keeps for a
    host and a port. Raises OSError."""
    usual = _PORTS + zlib.crc32(os.fsencode(wanted.shelf)) % _PORTS
    try:
        listener.bind((wanted.host, wanted.port or usual))
    except OSError:
        if wanted.port:
            raise
        listener.bind((wanted.host, 0))


def _show(address: str) -> None:
    """In the system's browser; where there is none the address has been said."""
    openers = (
        ("open",) if sys.platform == "darwin" else ("wslview", "explorer.exe", "xdg-open") if _in_windows() else ("xdg-open",)
    )
    for opener in openers:
        with contextlib.suppress(OSError):
            subprocess.Popen([opener, address], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
            return
    with contextlib.suppress(webbrowser.Error):
        webbrowser.open(address)


def _in_windows() -> bool:
    """In WSL the browser is the one of Windows."""
    return "WSL_DISTRO_NAME" in os.environ


def _unlimit() -> None:
    """A browser takes more address space than any command: it would inherit the limit. Whatever reads strangers' files is in a
    process with a limit of its own."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
