"""What a request brings, bounded: JSON of a known shape, or a file that goes to the disk as it comes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from starlette.requests import Request

from briefing.desk import sent_names
from briefing.files.world import MAX_MARKDOWN, MB

#: A text comes with the one before it; JSON may take six bytes for a character of one.
MAX_JSON = 12 * MAX_MARKDOWN + MB


class Unfit(Exception):
    """A request that is not what it should be; `status` and a sentence (Chinese)."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


async def said(request: Request, **shape: type | tuple[type, ...]) -> dict[str, Any]:
    """The JSON object that came, with at least the keys of `shape`, each of its type. Raises Unfit."""
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > MAX_JSON:
            raise Unfit(413, "发来的内容太大")
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        raise Unfit(400, "发来的内容读不懂") from None
    if not isinstance(found, dict) or any(not isinstance(found.get(key), kind) for key, kind in shape.items()):
        raise Unfit(400, "发来的内容不完整")
    if not _encodable(found):
        raise Unfit(400, "发来的内容里有半个字符")
    return found


def _encodable(value: object) -> bool:
    """JSON can hold halves of characters, which no file can."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except (UnicodeEncodeError, RecursionError):
        return False
    return True


async def received(request: Request, path: Path, limit: int) -> None:
    """The body as the file `path`. Raises Unfit for one that is too large, OSError."""
    size = 0
    stream = path.open("xb")
    try:
        with stream:
            async for chunk in request.stream():
                size += len(chunk)
                if size > limit:
                    raise Unfit(413, f"文件太大，超过 {limit // MB} MB")
                stream.write(chunk)
    except BaseException:  # what came of half a file nobody asked for
        path.unlink(missing_ok=True)
        raise


def file_name(text: str) -> str:
    """As `sent_names.plain_name`. Raises Unfit where nothing is left of it."""
    if name := sent_names.plain_name(text):
        return name
    raise Unfit(400, "文件名不合用")
