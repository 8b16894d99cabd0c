"""CHANGELOG.md from fragments: who changes something says so in a file of its own, so that no two branches touch one line.

A fragment is `changelog.d/<any name>.md`: list items (`- …`) in Chinese, for editors. A release takes them all, in the order of
their names, into one section of CHANGELOG.md.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

FOLDER, FILE = "changelog.d", "CHANGELOG.md"
_PENDING = "未发布"
_SECTION = re.compile(r"^## (?P<version>\S+?)（(?P<date>[^）]+)）\n+", re.MULTILINE)


class Unfit(Exception):
    """What is wrong, as a sentence."""


def fragments(root: Path) -> list[Path]:
    """Those that no release has taken yet."""
    return sorted(path for path in (root / FOLDER).glob("*.md") if path.name != "README.md")


def faults(root: Path) -> list[str]:
    """What cannot go into CHANGELOG.md as it stands: `file:line: why`."""
    found = []
    for path in fragments(root):
        lines = path.read_text("utf-8").splitlines()
        if not lines:
            found.append(f"{path.relative_to(root)}:1: empty")
        for number, line in enumerate(lines, 1):
            if line.strip() and not line.startswith("- " if number == 1 else ("- ", "  ")):
                found.append(f"{path.relative_to(root)}:{number}: no list item, nor the rest of one")
    return found


def released(root: Path, version: str) -> bool:
    """Whether the file has a section of this version, with a date."""
    text = (root / FILE).read_text("utf-8")
    return any(section["version"] == version and section["date"] != _PENDING for section in _SECTION.finditer(text))


def section(root: Path, version: str) -> str:
    """What changed in a version, without its heading. Raises Unfit."""
    text = (root / FILE).read_text("utf-8")
    found = list(_SECTION.finditer(text))
    for this, following in zip(found, [*found[1:], None], strict=True):
        if this["version"] == version:
            return text[this.end() : following.start() if following else len(text)].strip() + "\n"
    raise Unfit(f"{FILE} has no section {version}")


def collect(root: Path, version: str, date: str) -> None:
    """Take all fragments into the section of `version`, which the file may have begun (“未发布”), and delete them.
    Raises Unfit."""
    if wrong := faults(root):
        raise Unfit("\n".join(wrong))
    if released(root, version):
        raise Unfit(f"{FILE} has {version} already")
    taken = fragments(root)
    items = "".join(path.read_text("utf-8").rstrip() + "\n" for path in taken)
    path = root / FILE
    text = path.read_text("utf-8")
    newest = _SECTION.search(text)
    if newest is not None and newest["date"] == _PENDING:
        before, after = text[: newest.start()], text[newest.end() :]
    else:
        at = newest.start() if newest else len(text)
        before, after = text[:at], f"\n{text[at:]}" if newest else ""
    if not items and (newest is None or newest["date"] != _PENDING):
        raise Unfit(f"{FOLDER}/ holds nothing to be told of {version}")
    path.write_text(f"{before}## {version}（{date}）\n\n{items}{after}", "utf-8")
    for fragment in taken:
        fragment.unlink()


if __name__ == "__main__":
    wrong = faults(Path(__file__).resolve().parent.parent)
    print(*wrong, sep="\n", end="\n" if wrong else "")
    sys.exit(bool(wrong))
