"""WeasyPrint, started for one house: only its fonts, no network, no file but what it is handed, all warnings
kept.

The environment must be right before fontconfig loads, so WeasyPrint is imported here and nowhere else.
"""

from __future__ import annotations

import hashlib
import importlib
import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from html import escape
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from briefing.core.errors import Diagnostic, InputError, MissingToolError, Span
from briefing.files import cache as caching

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcher, URLFetcherResponse


def font_configuration(folders: Sequence[Path], cache: Path) -> str:
    """A fontconfig file that knows `folders` and nothing else: a character they lack is never borrowed. What lies in a folder of
    theirs named `optional` is handed over glyph by glyph (`drawn_faces`), never found."""
    lines = "".join(f"<dir>{escape(str(folder), quote=False)}</dir>" for folder in folders)
    lines += "<selectfont><rejectfont>"
    lines += "".join(f"<glob>{escape(str(folder), quote=False)}/optional/*</glob>" for folder in folders)
    lines += "</rejectfont></selectfont>"
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">'
        f"<fontconfig>{lines}<cachedir>{escape(str(cache), quote=False)}</cachedir></fontconfig>"
    )


def start(folders: Sequence[Path], cache: Path | None = None) -> ModuleType:
    """WeasyPrint, seeing the fonts in `folders` alone; `cache` (else the user's) holds what makes the next start fast.

    Raises MissingToolError where Pango or another of its libraries is not installed.
    """
    os.environ["FONTCONFIG_FILE"] = str(_configured(folders, cache))
    for name in ("FONTCONFIG_PATH", "FONTCONFIG_SYSROOT"):
        os.environ.pop(name, None)
    try:
        return importlib.import_module("weasyprint")
    except (ImportError, OSError) as error:
        raise MissingToolError(
            Diagnostic(
                "pdf-engine-missing",
                f"排版引擎 WeasyPrint 不能启动：{error}",
                hint="运行 briefing doctor，它会列出缺少的系统库和安装命令。",
            )
        ) from error


def _configured(folders: Sequence[Path], cache: Path | None) -> Path:
    """The file of `font_configuration`, with just those words in it, in a folder that is this user's alone."""
    for place in (caching.working(cache), caching.temporary()):
        try:
            return _written(folders, place)
        except OSError:  # full, or not what it seemed
            continue
    raise MissingToolError(
        Diagnostic("pdf-engine-missing", "临时文件夹写不进去，排版引擎不能启动", hint="磁盘可能满了；请腾出空间后重试。")
    )


def _written(folders: Sequence[Path], cache: Path) -> Path:
    drawers = caching.unguessable(cache, "fontconfig")  # fontconfig maps its files into memory and trusts them
    if drawers is None or caching.private(drawers)[0] is None:
        raise OSError(f"{cache} is not to be used")
    data = font_configuration(folders, drawers).encode()
    path = cache / f"fonts-{hashlib.sha256(data).hexdigest()[:16]}.conf"
    try:
        if caching.get(path) == data:
            return path
    except OSError:
        pass
    caching.put(path, data)
    return path


class Journal(logging.Handler):
    """Keeps what WeasyPrint warns of; nothing reaches the terminal."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def journal(handler: Journal | None = None) -> Iterator[Journal]:
    """What WeasyPrint and fontTools log at WARNING or above while the block runs, added to `handler`."""
    handler = handler or Journal()
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    before = [logger.propagate for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.propagate = False
    try:
        yield handler
    finally:
        for logger, propagate in zip(loggers, before, strict=True):
            logger.removeHandler(handler)
            logger.propagate = propagate


def fetcher(resources: Mapping[str, bytes]) -> URLFetcher:
    """A URL fetcher that hands out `resources` by URL and refuses everything else, for good."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Rooted(URLFetcher):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)

        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
            if url not in resources:
                raise ValueError(f"not among the resources of this document: {url}")
            return URLFetcherResponse(url, resources[url])

    return Rooted()


@contextmanager
def fatal_fetches(span: Span | None = None) -> Iterator[None]:
    """WeasyPrint's own BaseException for a refused address → InputError at `span`."""
    from weasyprint.urls import FatalURLFetchingError

    try:
        yield
    except FatalURLFetchingError as error:
        raise InputError(
            Diagnostic("pdf-fetch", f"PDF 只能用本期的图片，不读别的地址：{error}", span, "删去样式表里的 url(…)。")
        ) from error
