"""Whether an issue has to be made again: digests of everything its outputs depend on, and of the outputs themselves.

Runs before anything heavy is imported: a rebuild with nothing to do costs hashing a few megabytes. Files are hashed by
content, never by time stamp, so that the key is the same in every clone and a `git checkout` rebuilds nothing.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefing import bounds, world
from briefing.building import manifest
from briefing.errors import Diagnostic, InputError, Severity, Span, UsageError

#: What a build makes unless it is told.
FORMATS = ("pdf", "docx")
#: What it can make. OFD is made from the PDF, which is laid out and proved for it even where it is not asked for.
ALL_FORMATS = (*FORMATS, "ofd")

#: Distributions whose version may change an output; named in the manifest.
LIBRARIES = (
    "click", "fonttools", "jinja2", "lxml", "markdown-it-py", "mdit-py-cjk-friendly", "mdit-py-plugins", "pikepdf", "pillow",
    "pydyf", "pyphen", "python-docx", "pyyaml", "tinycss2", "tinyhtml5", "uharfbuzz", "weasyprint",
)  # fmt: skip


#: What `briefing prove --report` writes beside the outputs, and how it is known.
REPORT = "prove.html"
REPORT_MARK = b'name="generator" content="briefing prove"'


@dataclass(frozen=True, slots=True)
class Plan:
    """One issue to make: from `source` into `folder`, the outputs `formats`. `key` names their whole ancestry."""

    name: str
    source: Path
    folder: Path
    formats: tuple[str, ...]
    key: str
    sources: dict[str, str]  # file name within the issue → SHA-256
    previous: dict[str, Any]  # the manifest that stands in `folder`, {} if none
    damage: str = ""  # why the one that stands there cannot be used (Chinese)

    @property
    def targets(self) -> tuple[str, ...]:
        return tuple(f"{self.name}.{format}" for format in self.formats)

    @property
    def up_to_date(self) -> bool:
        """Whether every target stands in the folder as it was written, from these very sources."""
        files = self.previous.get("files", {})
        return self.previous.get("key") == self.key and all(
            target in files and digest(self.folder / target) == files[target].get("sha256") for target in self.targets
        )


def plan(source: Path, output: str | os.PathLike[str], formats: tuple[str, ...] = FORMATS) -> Plan:
    """Look at the sources and at what stands in `<output>/<issue>/`. Raises UsageError for an impossible target."""
    unknown = [format for format in formats if format not in ALL_FORMATS]
    if unknown or not formats:
        raise UsageError(Diagnostic("format", f"没有这种格式：{'、'.join(unknown)}", hint="可以用 pdf、docx、ofd。"))
    folder = Path(output).resolve() / source.name
    if folder == source or source in folder.parents or folder in source.parents:
        raise UsageError(
            Diagnostic("output-source", "成品不能放进稿件所在的文件夹", hint="请用 -o 另选一个文件夹，例如 -o build。")
        )
    files, findings = world.Root(source).tree()
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise InputError(*findings)
    large = [name for name, path in files.items() if path.stat().st_size > bounds.SOURCE_BYTES]
    if large:
        message, hint = f"文件太大，超过 {bounds.SOURCE_BYTES // bounds.MB} MB", "不是本期的稿件和图片的话，请移到别处。"
        raise InputError(*(Diagnostic("file-size", message, Span(name, 1, 1), hint) for name in large))
    sources = {name: digest(path) for name, path in files.items()}
    stood = manifest.read(folder)
    return Plan(
        source.name, source, folder, tuple(format for format in ALL_FORMATS if format in formats),
        _key(sources), sources, stood.document, stood.damage,
    )  # fmt: skip


def outdated_report(plan: Plan) -> tuple[str, ...]:
    """The report of `briefing prove` beside the outputs, if those are about to be made from other sources: an old 无误 must not
    stand beside new pages. A file of the same name that is not ours stays."""
    path = plan.folder / REPORT
    try:
        ours = REPORT_MARK in path.read_bytes()[:1024] if path.is_file() and plan.previous.get("key") != plan.key else False
    except OSError:
        return ()
    return (REPORT,) if ours else ()


def versions() -> dict[str, str]:
    """Installed versions of `LIBRARIES`, by the names of their .dist-info folders: importlib.metadata would take longer
    than all the rest of a rebuild that has nothing to do."""
    found: dict[str, str] = {}
    for entry in sys.path:
        try:
            listing = os.listdir(entry or ".")
        except OSError:
            continue
        for item in listing:
            if item.endswith(".dist-info"):
                name, _, version = item.removesuffix(".dist-info").partition("-")
                name = name.lower().replace("_", "-").replace(".", "-")
                if name in LIBRARIES:
                    found.setdefault(name, version)
    return dict(sorted(found.items()))


def _key(sources: dict[str, str]) -> str:
    home = world.home()
    whole = hashlib.sha256()

    def add(kind: str, name: str, value: str) -> None:
        whole.update(f"{kind}\0{name}\0{value}\n".encode())

    for name, value in sorted(sources.items()):
        add("source", name, value)
    for name, path in sorted(world.Root(home / "templates").tree()[0].items()):
        add("template", name, _kept_digest(path))
    for name, value in sorted(_code()):
        add("code", name, value)
    for name, value in versions().items():
        add("library", name, value)
    # metrics.json holds the SHA-256 of every face, which `doctor` compares; the size betrays one that was replaced.
    for name in ("metrics.json", "optional.json"):
        add("font", name, _kept_digest(home / "fonts" / name))
    for name, path in sorted(world.Root(home / "fonts").tree()[0].items()):
        if "/" not in name and name.endswith((".ttf", ".otf")):
            add("font", name, str(path.stat().st_size))
    add("clock", "SOURCE_DATE_EPOCH", os.environ.get("SOURCE_DATE_EPOCH", ""))
    return whole.hexdigest()


def _code() -> Iterator[tuple[str, str]]:
    files, _ = world.Root(Path(__file__).resolve().parent.parent).tree()
    return ((name, _kept_digest(path)) for name, path in files.items() if name.endswith(".py"))


#: Digests of files that hardly ever change, by what the system says of them: a process that builds again reads them once.
_digests: dict[tuple[str, int, int, int, int], str] = {}


def _kept_digest(path: Path) -> str:
    try:
        status = path.stat()
    except OSError:
        return ""
    key = str(path), status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino
    if key not in _digests:
        _digests[key] = digest(path)
    return _digests[key]


def digest(path: Path) -> str:
    """SHA-256 of a file; "" if it cannot be read or is larger than anything that is read (the reader will say so, with a
    position). Never waits on a pipe."""
    try:
        if not path.is_file() or path.stat().st_size > bounds.SOURCE_BYTES:
            return ""
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""
