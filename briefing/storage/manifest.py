"""manifest.json: what was made, of what, with what. Nothing in it depends on the clock, the machine's folders or its user."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from briefing.storage import disk

FILE = "manifest.json"
FORMAT = 1
#: Sets of files that are made from the release on request, each with a section of its own.
SETS = ("print", "archive")


#: Ours have some ten kilobytes.
_LARGEST = 16 << 20


class Stood(NamedTuple):
    """The manifest that stands in a folder: {} if none can be used, and then why not (Chinese; "": there is none)."""

    document: dict[str, Any]
    damage: str = ""


def load(folder: Path) -> dict[str, Any]:
    """The manifest in a folder of outputs; {} if there is none, or none that this version can use. Raises OutputError where it
    cannot be read."""
    return read(folder).document


def read(folder: Path) -> Stood:
    """Whoever reads a manifest may rely on its shape: one that somebody edited into another is as good as none. Raises
    OutputError where nobody can tell: what stands there would then be taken for somebody else's."""
    path = folder / FILE
    data = disk.standing(path) if disk.size(path) <= _LARGEST else None
    if data is None:
        return Stood({}, "它不是清单文件" if path.exists() else "")
    return understood(data)


def understood(data: bytes) -> Stood:
    """A manifest's bytes."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return Stood({}, "它不是 JSON")
    if isinstance(found, dict) and isinstance(found.get("format"), int) and found["format"] != FORMAT:
        return Stood({}, "它是另一个版本的程序写的")
    wrong = _misshapen(found)
    return Stood({}, f"其中的 {wrong} 不对") if wrong else Stood(found)


def standing(folder: Path, document: Mapping[str, Any]) -> dict[str, bytes]:
    """The files that the manifest `document` lists and that stand in `folder` as they were written, with their contents. Raises
    OutputError for one that cannot be read."""
    found: dict[str, bytes] = {}
    for name, entry in document.get("files", {}).items():
        data = disk.standing(folder / name)
        if data is not None and hashlib.sha256(data).hexdigest() == entry["sha256"]:
            found[name] = data
    return found


def _misshapen(found: Any) -> str:
    """The first entry that is missing or not of its shape; "" if all are."""
    if not isinstance(found, dict):
        return "内容"
    wanted: dict[str, Callable[[Any], bool]] = {
        "format": _count, "issue": _text, "title": _text, "house": _text, "pages": _count, "files": _files, "fonts": _faces,
        "versions": _texts, "sources": _texts, "proof": _mapping, "key": _text,
    }  # fmt: skip
    optional = {"office": _mapping, "print": _set, "archive": _set, "houses": _list_of_texts, "inputs": _texts}
    for key, fits in (wanted | optional).items():
        if (key in found or key in wanted) and not fits(found.get(key)):
            return key
    return ""


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _mapping(value: Any) -> bool:
    return isinstance(value, dict)


def _texts(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_text, value.values()))


def _list_of_texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_text, value))


def _faces(value: Any) -> bool:
    return isinstance(value, list) and all(map(_texts, value))


def _plain_name(name: Any) -> bool:
    """Of a file in this very folder."""
    return _text(name) and bool(name) and name not in (".", "..") and not set(name) & {"/", "\\", "\0"}


def _files(value: Any) -> bool:
    return isinstance(value, dict) and all(
        _plain_name(name) and isinstance(entry, dict) and _text(entry.get("sha256")) for name, entry in value.items()
    )


def _set(value: Any) -> bool:
    if not isinstance(value, dict) or not isinstance(value.get("options"), dict):
        return False
    numbers = value["options"].get("numbers")
    numbered = numbers is None or (isinstance(numbers, list) and len(numbers) == 2 and all(map(_count, numbers)))
    files = value.get("files")
    listed = isinstance(files, list) and all(map(_plain_name, files))
    bleed = value.get("bleed", 0)
    run = _count(value.get("copies", 1)) and _count(value.get("booklet_sides", 1))
    drawn = (
        run and _count(value.get("sides", 1)) and isinstance(bleed, int | float) and not isinstance(bleed, bool) and bleed >= 0
    )
    return numbered and listed and drawn and _count(value.get("pages")) and _text(value.get("standard"))


def render(
    *,
    issue: str,
    title: str,
    house: str,
    pages: int,
    key: str,
    outputs: Mapping[str, bytes],
    fonts: list[dict[str, str]],
    versions: Mapping[str, str],
    sources: Mapping[str, str],
    houses: Sequence[str],
    inputs: Mapping[str, str],
    proof: Mapping[str, Any],
    previous: Mapping[str, Any],
) -> bytes:
    """The manifest of `outputs`, UTF-8. `proof`: figures of reading them back; `previous`: the manifest that stood here."""
    document: dict[str, Any] = {
        "format": FORMAT,
        "issue": issue,
        "title": title,
        "house": house,
        "pages": pages,
        "files": _listed(outputs),
        "fonts": fonts,
        "versions": dict(sorted(versions.items())),
        "sources": dict(sorted(sources.items())),
        "houses": list(houses),
        "inputs": dict(sorted(inputs.items())),
        "proof": dict(proof),
        "key": key,
    }
    return _encoded(document | _carried(document, previous))


def completed(document: Mapping[str, Any], previous: Mapping[str, Any], files: Mapping[str, bytes]) -> bytes:
    """The manifest `document`, which was made elsewhere, where `previous` stood; `files` are those of the folder."""
    document = {**document, "files": _listed(files)}
    if previous.get("key") == document["key"]:
        document["versions"] = dict(sorted({**previous["versions"], **document["versions"]}.items()))
    return _encoded(document | _carried(document, previous))


def _carried(document: Mapping[str, Any], previous: Mapping[str, Any]) -> dict[str, Any]:
    """What holds of the new outputs, too."""
    found = {}
    measured = previous.get("office", {})
    if isinstance(measured, dict) and measured.get("docx") in (entry["sha256"] for entry in document["files"].values()):
        found["office"] = measured  # of this very DOCX
    if previous.get("key") == document["key"]:
        found |= {kind: previous[kind] for kind in SETS if kind in previous}  # its files were carried over
    return found


def with_office(previous: Mapping[str, Any], docx: str, figures: Mapping[str, Any]) -> bytes:
    """The manifest with what a word processor made of the DOCX whose SHA-256 is `docx`."""
    return _encoded({**previous, "office": {**figures, "docx": docx}})


def with_set(previous: Mapping[str, Any], kind: str, section: Mapping[str, Any], files: Mapping[str, bytes]) -> bytes:
    """The manifest with one more set of files, made from the same sources for a purpose; `section` says how."""
    return _encoded({**previous, "files": _listed(files), kind: dict(section)})


def _listed(files: Mapping[str, bytes]) -> dict[str, dict[str, Any]]:
    return {name: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)} for name, data in files.items()}


def _encoded(document: Mapping[str, Any]) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()
