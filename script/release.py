"""Makes a release, and tries it as somebody would who has nothing else.

    release.py prepare VERSION   writes the version and the section of CHANGELOG.md; says what to type then
    release.py make [FOLDER]     builds wheel and sdist of HEAD, tries both, and leaves them in FOLDER (dist/)
    release.py notes VERSION     what CHANGELOG.md says of a version

What is built is the commit, not the folder: files that git does not know are in no release. The version stands in
briefing/__init__.py, because outputs name it and must be the same from every clone, with or without tags; where HEAD has a tag
`v…`, that must say the same, and CHANGELOG.md must have its section. Everything is built twice, in different places, and must
come out the same. Each file is installed in an empty environment with the locked libraries, and what it makes of the example in
an empty folder is compared, byte by byte, with what the checkout makes.
"""

from __future__ import annotations

import argparse
import datetime
import filecmp
import os
import re
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import changelog

ROOT = Path(__file__).resolve().parent.parent
VERSION_FILE = "briefing/__init__.py"
EXAMPLE = "2022-17"
_VERSION = re.compile(r'^__version__ = "(?P<version>[^"]+)"$', re.MULTILINE)
#: What an issue is taken through; the last command's name is what is said of it.
STEPS: tuple[tuple[str, ...], ...] = (
    ("check", EXAMPLE),
    ("build", EXAMPLE),
    ("build", EXAMPLE, "--format", "ofd"),
    ("press", EXAMPLE, "--for", "print"),
    ("press", EXAMPLE, "--for", "archive"),
    ("prove", EXAMPLE),
)
#: 0, or 1: done, with remarks.
_DONE = (0, 1)


class Refused(Exception):
    """Why there is no release."""


def say(text: str) -> None:
    print(text, flush=True)


def run(command: Sequence[str | Path], folder: Path, environ: Mapping[str, str] | None = None, fine: Sequence[int] = (0,)) -> str:
    """The output of a command. Raises Refused with all that it said."""
    done = subprocess.run(
        list(map(str, command)), cwd=folder, env=environ, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode not in fine:
        raise Refused(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}\nexit code {done.returncode}")
    return done.stdout


def git(*arguments: str) -> str:
    return run(["git", *arguments], ROOT).strip()


def version(root: Path = ROOT) -> str:
    found = _VERSION.search((root / VERSION_FILE).read_text("utf-8"))
    if found is None:
        raise Refused(f"{VERSION_FILE} says no version")
    return found["version"]


def tag_fits(said: str, tags: Sequence[str], root: Path) -> None:
    """Raises Refused where HEAD is tagged as a release and is another one, or is not told of."""
    marks = [tag for tag in tags if re.match(r"v\d", tag)]
    if not marks:
        return
    if f"v{said}" not in marks:
        raise Refused(f"HEAD is tagged {', '.join(marks)}, and {VERSION_FILE} says {said}")
    if not changelog.released(root, said) or changelog.fragments(root):
        raise Refused(f"{changelog.FILE} does not tell of {said} yet: script/release.py prepare {said}")


# --- building


@contextmanager
def exported() -> Iterator[Path]:
    """HEAD's files, in a folder of their own."""
    with tempfile.TemporaryDirectory(prefix="release-") as name:
        folder = Path(name, "briefing")
        folder.mkdir()
        archive = Path(name, "head.tar")
        git("archive", "--format=tar", f"--output={archive}", "HEAD")
        shutil.unpack_archive(archive, folder, filter="data")
        yield folder


def build(folder: Path, into: Path) -> list[Path]:
    """The sdist, and the wheel made from it."""
    environ = bare() | {"SOURCE_DATE_EPOCH": git("log", "-1", "--format=%ct")}
    run([sys.executable, "-m", "build", "--no-isolation", "--outdir", into, "."], folder, environ)
    return sorted(into.iterdir())


def bare() -> dict[str, str]:
    """The environment without what would lead Python, or briefing, back to the checkout."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "BRIEFING_", "VIRTUAL_ENV"))}


# --- trying


def installed(file: Path, place: Path) -> Path:
    """`briefing` of a new environment that holds the locked libraries and `file`."""
    venv.create(place, with_pip=True)
    pip: list[str | Path] = [place / "bin" / "python", "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-input"]
    run([*pip, "--require-hashes", "-r", ROOT / "requirements.txt"], place, bare())
    # What the package asks for must be there by now; an sdist still needs its build back end.
    run([*pip, "--no-index" if file.suffix == ".whl" else "--no-deps", file], place, bare())
    run([place / "bin" / "python", "-m", "pip", "check"], place, bare())
    return place / "bin" / "briefing"


def made(command: Sequence[str | Path], place: Path, environ: Mapping[str, str]) -> Path:
    """The folder of outputs of the example, made in the workplace `place`."""
    for step in STEPS:
        run([*command, *step], place, environ, _DONE)
    return place / "build" / EXAMPLE


def differences(one: Path, other: Path) -> list[str]:
    names = sorted({path.relative_to(root).as_posix() for root in (one, other) for path in root.rglob("*") if path.is_file()})
    _, unequal, missing = filecmp.cmpfiles(one, other, names, shallow=False)
    return sorted(unequal + missing)


def attempt(file: Path, wanted: Path, example: Path, place: Path) -> int:
    """Use `file` as its first user would, in an empty folder. The number of files that it made. Raises Refused where one is
    not as `wanted` has it."""
    briefing = installed(file, place / "env")
    office = place / "office"
    office.mkdir()
    environ = bare() | {"BRIEFING_CACHE": str(place / "cache"), "HOME": str(place)}
    if not run([briefing, "houses"], office, environ).strip():
        raise Refused(f"{file.name}: no houses")
    run([briefing, "doctor"], office, environ)
    options = ("--number", "18", "--date", "2022-05-20", "--city", "南京市", "--house", "gb9704", "--own-house", "某市信息专报")
    run([briefing, "new", "--to", "work", *options], office, environ)
    work = office / "work"
    run([briefing, "build", "18"], work, environ, _DONE)
    run([briefing, "check", "18"], work, environ, _DONE)
    # Its own house would be in the key of every issue beside it.
    shutil.rmtree(work / "templates")
    shutil.copytree(example, work / "issues" / EXAMPLE)
    outputs = made([briefing], work, environ)
    if other := differences(outputs, wanted):
        raise Refused(f"{file.name}: other bytes than from the checkout: {', '.join(other)}")
    return sum(path.is_file() for path in outputs.rglob("*"))


def make(folder: Path) -> None:
    said = version()
    tag_fits(said, git("tag", "--points-at", "HEAD").split(), ROOT)
    if git("status", "--porcelain"):
        say("uncommitted changes are left out: a release is of a commit")
    with exported() as tree, exported() as again, tempfile.TemporaryDirectory(prefix="release-") as name:
        place = Path(name)
        files, same = build(tree, place / "one"), build(again, place / "two")
        if other := differences(place / "one", place / "two"):
            raise Refused(f"built twice, not the same: {', '.join(other)}")
        say(f"{', '.join(file.name for file in files)}: the same bytes, built twice ({len(same)} files)")
        office = place / "office"
        shutil.copytree(tree / "issues" / EXAMPLE, office / "issues" / EXAMPLE)
        environ = bare() | {"BRIEFING_CACHE": str(place / "cache"), "PYTHONPATH": str(tree)}
        wanted = made([sys.executable, "-P", "-m", "briefing"], office, environ)
        for number, file in enumerate(files):
            count = attempt(file, wanted, tree / "issues" / EXAMPLE, place / str(number))
            say(f"{file.name}: installed alone, works, makes the checkout's bytes ({count} files)")
        folder.mkdir(parents=True, exist_ok=True)
        for file in files:
            shutil.copy(file, folder)
    say(f"{folder}/")


def prepare(said: str) -> None:
    if not re.fullmatch(r"\d+\.\d+\.\d+((a|b|rc)\d+)?", said):
        raise Refused(f"{said}: a version is as 0.2.0 or 0.2.0rc1")
    changelog.collect(ROOT, said, f"{datetime.date.today():%Y-%m-%d}")
    path = ROOT / VERSION_FILE
    path.write_text(_VERSION.sub(f'__version__ = "{said}"', path.read_text("utf-8")), "utf-8")
    say(f"git commit -am 'Release {said}' && make release && git tag -a v{said} -m {said} && git push --follow-tags")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    tasks = parser.add_subparsers(dest="task", required=True)
    tasks.add_parser("make").add_argument("folder", nargs="?", type=Path, default=Path("dist"))
    for name in ("prepare", "notes"):
        tasks.add_parser(name).add_argument("version")
    given = parser.parse_args(arguments)
    try:
        if given.task == "make":
            make(given.folder)
        elif given.task == "prepare":
            prepare(given.version)
        else:
            print(changelog.section(ROOT, given.version), end="")
    except (Refused, changelog.Unfit) as reason:
        print(reason, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
