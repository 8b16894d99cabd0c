"""Names of files as browsers and archives tell them, made such as a file of ours may have."""

from __future__ import annotations

import re

#: Ends of the names of pictures that can stand in a report.
PICTURES = (".png", ".jpg", ".jpeg", ".svg", ".gif", ".bmp", ".tif", ".tiff", ".webp")
#: What no name may have; and what would show it as another name: characters that are not seen, or turn the direction of reading.
_MARKS = re.compile(r"[\x00-\x1f\x7f-\x9f/\\:*?\"<>|\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]")
#: What Windows takes for a device, whatever ending it has.
_DEVICES = re.compile(r"CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³]", re.IGNORECASE)
#: Bytes of a name, and of what may be an ending; systems take 255, and a number comes before it.
_LONGEST, _ENDING = 200, 20


def shown_name(text: str) -> str:
    """As people are shown it: without the folders it was in, and without what cannot be seen. A long one is made shorter: offices
    give names of a whole sentence."""
    bare = _MARKS.sub("_", text.replace("\\", "/").rpartition("/")[2]).strip()
    stem, dot, ending = bare.rpartition(".")
    if not dot or not stem or not ending or len(ending.encode()) > _ENDING:
        stem, ending = bare, ""
    room = _LONGEST - len(ending.encode()) - 1
    if len(stem.encode()) > room:
        stem = stem.encode()[: room - len("…".encode())].decode("utf-8", "ignore") + "…"
    return f"{stem}.{ending}" if ending else stem


def plain_name(text: str) -> str:
    """As a file of ours may be called, wherever the folder of the issues is copied to; "" where nothing is left."""
    name = shown_name(text).lstrip(".").rstrip(". ")
    return f"_{name}" if _DEVICES.fullmatch(name.partition(".")[0].rstrip()) else name
