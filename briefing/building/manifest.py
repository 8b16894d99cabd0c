"""manifest.json: what was made, of what, with what. Nothing in it depends on the clock, the machine's folders or its user."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FILE = "manifest.json"
FORMAT = 1
#: Sets of files that are made from the release on request, each with a section of its own.
SETS = ("print", "archive")


def load(folder: Path) -> dict[str, Any]:
    """The manifest in a folder of outputs; {} if there is none, or none that this version can read."""
    try:
        found = json.loads((folder / FILE).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(found, dict) or found.get("format") != FORMAT or not isinstance(found.get("files"), dict):
        return {}
    if not all(isinstance(entry, dict) and _is_name(name) for name, entry in found["files"].items()):
        return {}
    return found


def _is_name(name: str) -> bool:
    """Of a file in this very folder: what a manifest lists is read and carried over."""
    return name not in ("", ".", "..") and name == os.path.basename(name)


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
        "proof": dict(proof),
        "key": key,
    }
    measured = previous.get("office", {})
    if isinstance(measured, dict) and measured.get("docx") in (entry["sha256"] for entry in document["files"].values()):
        document["office"] = measured  # of this very DOCX
    for kind in SETS:
        if kind in previous and previous.get("key") == key:
            document[kind] = previous[kind]  # its files were carried over
    return _encoded(document)


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
