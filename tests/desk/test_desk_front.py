"""What the browser gets is what is built from desk/src, and asks for nothing from elsewhere."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT

STATIC = ROOT / "briefing" / "desk" / "static"
FRONT = ROOT / "desk"


def test_nothing_comes_from_elsewhere() -> None:
    for path in STATIC.iterdir():
        text = path.read_text("utf-8")
        found = set(re.findall(r"(?:https?:)?//[\w.-]+\.\w+[\w./-]*", text)) - {"http://www.w3.org/2000/svg"}
        assert not [each for each in found if f'"{each}' in text or f"({each}" in text], path.name
    for name in ("index.html", "enter.html"):
        page = (STATIC / name).read_text("utf-8")
        assert not re.search(r"<script(?![^>]* src=)|<style|\son\w+=|javascript:", page)


def test_html_is_never_made_from_words() -> None:
    for path in (FRONT / "src").glob("*.ts"):
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", path.read_text("utf-8")
        )


def test_versions_of_packages_are_locked() -> None:
    import json

    package, lock = (json.loads((FRONT / name).read_text("utf-8")) for name in ("package.json", "package-lock.json"))
    asked = {**package["dependencies"], **package["devDependencies"]}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in asked.values())
    entries = {name: entry for name, entry in lock["packages"].items() if name}
    assert all(entry["integrity"].startswith("sha512-") for entry in entries.values())
    assert asked == {name: entries[f"node_modules/{name}"]["version"] for name in asked}


@pytest.mark.slow
def test_what_is_committed_is_what_is_built(tmp_path: Path) -> None:
    """The same bytes, wherever there is Node and what desk/package-lock.json names."""
    if not shutil.which("node") or not (FRONT / "node_modules" / "esbuild").is_dir():
        pytest.skip("no Node, or no npm ci in desk/")
    subprocess.run(["node", "build.mjs", str(tmp_path)], cwd=FRONT, check=True)
    subprocess.run(["node", "node_modules/typescript/bin/tsc", "--noEmit"], cwd=FRONT, check=True)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        path.name: path.read_bytes() for path in STATIC.iterdir()
    }


def test_every_file_of_a_set_has_a_name_for_people() -> None:
    """Whatever its 档号 is: the archive's files are told by their ends."""
    text = (FRONT / "src" / "outcome.ts").read_text("utf-8")
    table = text[text.index("const NAMES") : text.index("/** The files of `set`")]
    known = {
        name or '""': [re.compile(pattern) for pattern in re.findall(r"\[/(.+?)/, \"", body)]
        for name, body in re.findall(r"^  (\w*|\"\"): \[\n(.*?)^  \]", table, re.MULTILINE | re.DOTALL)
    }
    ends = {
        "print": [
            "-print.zip", "-print.pdf", "-imposed.pdf", "-proof.pdf", "-numbered.pdf", "-booklets.pdf", "-foldouts.pdf",
            *(f"-ticket.{kind}" for kind in ("pdf", "docx", "json", "xjdf")), "-folding.png", "-pages.png",
            *(f"-register.{kind}" for kind in ("pdf", "docx", "csv", "json")),
        ],
        "archive": [f".{kind}" for kind in ("zip", "eep", "pdf", "xml", "json")],
        '""': [".pdf", ".docx", ".ofd"],
    }  # fmt: skip
    assert set(known) == set(ends)
    for name, wanted in ends.items():
        assert all(any(pattern.search(f"X043-WS·2022{end}") for pattern in known[name]) for end in wanted), name
