"""What an issue's name means: `2022-17`, `17` (the newest year that has it, and of its series if no other has that number there),
`第17期`, or the path of a folder."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

from briefing.core import home, numerals
from briefing.core.errors import Diagnostic, InputError, Severity, UsageError, why_unread
from briefing.files import looking, world
from briefing.storage import source_files

ISSUE_FILE = "issue.yaml"
_NAME = re.compile(r"(?P<year>\d{4})-(?P<rest>.+)")
#: A number as people say and write it: 第17期, 2022年第17期, １７, 2022－17.
_SAID = re.compile(
    r"(?:(?P<year>\d{4}) ?(?:年|[-–—−/.]) ?)?(?:第 ?)?(?P<number>\d+|[零〇一二三四五六七八九十百]{1,6}) ?期?", re.ASCII
)
#: What a shell's user puts between names, and behind one.
_SEVERAL = re.compile(r"[\s,，、;；和]+")
_BEHIND = ".。,，、;；"


def shelf() -> Path:
    """The folder that holds the issues: that of the workplace, else the one beside templates/ and fonts/."""
    here = home.workplace() / "issues"
    return here if here.is_dir() else world.home() / "issues"


def names(folder: Path | None = None) -> list[str]:
    """Every issue on the shelf, oldest year first, numbers in numerical order; a folder that cannot be looked into is none
    (`unreadable` tells of it). Raises InputError where nobody may look at the shelf."""
    return [issue.name for issue in shelved(folder)]


def shelved(folder: Path | None = None) -> list[Path]:
    """As `names`, their folders: where a name would be looked for first, it may be another's."""
    found = [entry for entry in _listed(Path(os.path.abspath(folder or shelf()))) if looking.is_file(entry / ISSUE_FILE)]
    return sorted(found, key=lambda entry: _order(entry.name))


def _listed(folder: Path) -> list[Path]:
    """What lies on a shelf, hidden entries left out; one that cannot be looked into is not taken for an empty one."""
    try:
        found = [entry for entry in folder.iterdir() if not entry.name.startswith(".")]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise InputError(_shut(folder, error)) from None
    _enter(folder)  # it may be one that is listed and not entered
    return found


def _enter(shelf: Path) -> None:
    """Raises InputError where there is a shelf that nobody may enter."""
    try:
        os.lstat(shelf / ".")
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        raise InputError(_shut(shelf, error)) from None


def _shut(folder: Path, error: OSError, severity: Severity = Severity.ERROR) -> Diagnostic:
    hint = "请改它的权限，或再运行一次；总是这样时请检查磁盘。"
    return Diagnostic("file-unreadable", f"文件夹打不开：{folder}（{why_unread(error)}）", hint=hint, severity=severity)


def _holds(folder: Path) -> bool:
    """Whether a folder that somebody asked for is an issue's. Raises InputError where nobody may look."""
    try:
        return looking.file_stands(folder / ISSUE_FILE)
    except OSError as error:
        raise InputError(_shut(folder, error)) from None


#: Bytes of a path and of a name in it, on every system that has such names.
_LONGEST_PATH, _LONGEST_NAME = 4_000, 255


def locate(name: str | os.PathLike[str]) -> Path:
    """The folder of an issue, its sources made whole where an earlier command was killed half-way. Raises UsageError, which
    lists what there is, when there is none of that name, OutputError where the sources cannot be made whole."""
    folder = find(name)
    source_files.recover(folder)
    return folder


def find(name: str | os.PathLike[str]) -> Path:
    """As `locate`, for whoever holds the sources (`source_files.held`), which makes them whole."""
    text = os.fspath(name)
    if len(os.fsencode(text)) > _LONGEST_PATH or any(len(part) > _LONGEST_NAME for part in os.fsencode(text).split(b"/")):
        hint = "请写期号，例如 2022-17；或写文件夹的路径。"  # the system would fail over it
        raise UsageError(Diagnostic("no-issue", f"没有这一期：{text[:40]}……", hint=hint))
    path = Path(text)
    if _holds(path):
        return Path(os.path.realpath(path))
    if path.name == ISSUE_FILE and _holds(path.parent):
        return path.parent.resolve()
    folder = shelf()
    if path.name == text:  # a bare name, not a path
        _enter(folder)
        if _holds(folder / text):
            return (folder / text).resolve()
        if matching := _numbered(folder, text):
            return (folder / matching[-1]).resolve()
        if len(series := _in_series(folder, text)) == 1:
            return (folder / series[0]).resolve()
    raise UsageError(Diagnostic("no-issue", f"没有这一期：{text}", hint=_hint(path, folder)))


def _numbered(folder: Path, asked: str) -> list[str]:
    """The issues that `asked` may mean, oldest first."""
    return _asked(folder, asked, _is_number)


def _in_series(folder: Path, asked: str) -> list[str]:
    """Of the newest year those of which `asked` is the number, before a word that says of which series they are:
    2022-08-xinxi."""
    found = _asked(folder, asked, lambda name, number: _is_number(name.rpartition("-")[0], number))
    return [name for name in found if name[:4] == found[-1][:4]]


def _asked(folder: Path, asked: str, means: Callable[[str, str], bool]) -> list[str]:
    said = _SAID.fullmatch(unicodedata.normalize("NFKC", asked).strip().rstrip(_BEHIND))
    year, number = (said["year"] or "", said["number"]) if said else ("", asked)
    if said and not number.isdecimal() and (counted := numerals.value(number)) is not None:
        number = str(counted)
    meant = [each.name for each in _listed(folder) if each.name.startswith(year) and means(each.name, number)]
    return [name for name in sorted(meant, key=_order) if _holds(folder / name)]


def unreadable(folder: Path | None = None) -> list[Diagnostic]:
    """Folders on the shelf that hold manuscripts and no issue.yaml: whoever asks for all issues is told of them."""
    found = []
    for entry in _folders(folder or shelf()):
        try:
            missing = not looking.file_stands(entry / ISSUE_FILE) and (_meant(entry) or any(entry.glob("*.md")))
        except OSError as error:
            found.append(_shut(entry, error, Severity.WARNING))
            continue
        if missing:
            hint = _without_file(entry)
            found.append(
                Diagnostic("no-issue", f"{entry} 里没有 {ISSUE_FILE}，没有当作一期", hint=hint, severity=Severity.WARNING)
            )
    return found


def _folders(folder: Path) -> list[Path]:
    return sorted(entry for entry in _listed(folder) if looking.is_folder(entry) and not entry.name.startswith("_"))


def _hint(path: Path, folder: Path) -> str:
    from briefing.core.suggest import nearest

    inside = next(
        (place for place in path.absolute().parents if os.path.lexists(path) and looking.is_file(place / ISSUE_FILE)), None
    )
    if inside is not None:
        return f"它在 {inside.name} 这一期里；命令里写整期：{inside.name}。"
    if meant := _numbered(folder, str(path)):
        return f"是不是 {meant[-1]}？"
    several = [_numbered(folder, part) for part in _SEVERAL.split(str(path)) if part]
    if len(several) > 1 and all(several):
        return f"几期请分开写：{' '.join(found[-1] for found in several)}。"
    if len(series := _in_series(folder, str(path))) > 1:
        return f"这个期号有{len(series)}种：{'、'.join(series)}；请写全名。"
    shelved = [entry for entry in _folders(folder) if _is_number(entry.name, path.name)]
    for place in (path, folder / path, *shelved):
        if looking.is_folder(place) and not looking.is_file(place / ISSUE_FILE):
            return _without_file(place)
    known = names(folder)
    if not known:
        return "还没有任何一期。新建请运行 briefing new。"
    spaced = [name for name in known if name.split()[0] == path.name != name]
    if spaced:
        return f"文件夹“{spaced[0]}”的名字里有空格：请用引号把它括起来，或给文件夹改名，如 {'-'.join(spaced[0].split())}。"
    near = nearest(path.name, known)
    first = f"是不是 {near}？" if near else ""
    return f"{first}现有：{'、'.join(known[-8:])}。新建一期请运行 briefing new。"


def _without_file(folder: Path) -> str:
    if os.path.lexists(folder / ISSUE_FILE):
        return f"那里的 {ISSUE_FILE} 不是一般的文件（是文件夹、断了的链接、管道或设备）：请删去它，换成真正的文件。"
    near = _meant(folder)
    if near:
        return f"文件夹里有 {near}，请把它改名为 {ISSUE_FILE}。"
    return f"文件夹里缺少 {ISSUE_FILE}。新建一期请运行 briefing new。"


def _meant(folder: Path) -> str:
    """The file that was to be issue.yaml."""
    from briefing.source.folder import like_settings

    try:
        return like_settings(world.Root(folder))
    except InputError:
        return ""


def _is_number(name: str, asked: str) -> bool:
    """Whether `2022-017` is what somebody means who asks for `17`."""
    match = _NAME.fullmatch(name)
    return match is not None and _bare(match["rest"]) == _bare(asked)


def _bare(number: str) -> str:
    return number.lstrip("0") if number.isdecimal() else number


def _order(name: str) -> tuple[str, tuple[tuple[int, str], ...]]:
    """Numbers inside a name sort by value: 2022-9 before 2022-17."""
    match = _NAME.fullmatch(name)
    year, rest = (match["year"], match["rest"]) if match else ("", name)
    parts = re.split(r"(\d+)", rest)
    return year, tuple((int(part), "") if part.isdecimal() else (0, part) for part in parts)
