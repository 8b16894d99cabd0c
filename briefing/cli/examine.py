"""What `briefing doctor` looks at. Each examination is a function that yields findings; none changes anything."""

from __future__ import annotations

import ctypes.util
import hashlib
import json
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from briefing.core import home
from briefing.core.errors import BriefingError
from briefing.core.terminal import shell
from briefing.files import world


class Examined(NamedTuple):
    """`remedy`: the exact command that mends it. What is not `needed` is only for comfort or tests."""

    ok: bool
    what: str
    detail: str
    remedy: str = ""
    needed: bool = True


#: What the program needs is its own to say, not that of a $BRIEFING_HOME: people type the command that it leads to.
REQUIREMENTS = home.program_files() / "requirements.txt"
#: library → (Debian package, Homebrew formula)
LIBRARIES = {
    "pango-1.0": ("libpango-1.0-0", "pango"),
    "pangoft2-1.0": ("libpangoft2-1.0-0", "pango"),
    "harfbuzz-subset": ("libharfbuzz-subset0", "harfbuzz"),
}
PROGRAMS = {
    "soffice": ("LibreOffice（导入 .doc、.wps；把 DOCX 转成 PDF 对照）", "libreoffice-writer", "--cask libreoffice"),
    "pdftotext": ("poppler（测试时读 PDF）", "poppler-utils", "poppler"),
}


def examine(folder: str) -> Iterator[Examined]:
    """Everything, in the order in which it would stop a build."""
    yield from _python()
    yield from _packages()
    yield from _libraries()
    yield from _fonts()
    yield from _houses()
    yield from _output(folder)
    yield from _programs()
    yield from _optional_fonts()


def install_command(debian: str, brew: str) -> str:
    if platform.system() == "Darwin":
        return f"brew install {brew}"
    if shutil.which("apt-get"):
        return f"sudo apt-get install -y {debian}"
    return f"请用系统的软件管理器安装（Debian 软件包名 {debian}）"


def _python() -> Iterator[Examined]:
    found = platform.python_version()
    yield Examined(
        sys.version_info >= (3, 11),
        "Python",
        found,
        f"需要 3.11 以上：{install_command('python3.11 python3.11-venv', 'python@3.12')}",
    )


def _packages() -> Iterator[Examined]:
    from importlib import metadata

    try:
        pins = re.findall(r"^([\w.-]+)==(\S+)", REQUIREMENTS.read_text("utf-8"), re.MULTILINE)
    except OSError:
        yield Examined(False, "程序库", "找不到 requirements.txt", home.restoring("requirements.txt"))
        return
    missing, other = [], []
    for name, pinned in pins:
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            missing.append(f"{name}（没有安装）")
            continue
        if version != pinned:
            other.append(f"{name}（{version}，应为 {pinned}）")
    wrong = "、".join([*missing, *other])
    remedy = f"{shell(sys.executable)} -m pip install --require-hashes -r {shell(str(REQUIREMENTS))}"
    # pip gives an installed package newer libraries than those it was tried with, which is no fault.
    yield Examined(not wrong, "程序库", wrong or f"{len(pins)} 个，版本都对", remedy, needed=bool(missing) or not home.INSTALLED)


def _libraries() -> Iterator[Examined]:
    missing = [name for name in LIBRARIES if not _loads(name)]
    for name, (debian, brew) in LIBRARIES.items():
        yield Examined(
            name not in missing, f"系统库 {name}", "没有找到" if name in missing else "有", install_command(debian, brew)
        )
    if not missing:
        yield _engine()


def _loads(name: str) -> bool:
    candidates = [f"lib{name}.so.0", f"lib{name}.dylib", f"lib{name}.0.dylib", ctypes.util.find_library(name)]
    for candidate in filter(None, candidates):
        try:
            ctypes.CDLL(candidate)
        except OSError:
            continue
        return True
    return False


def _engine() -> Examined:
    """In a process of its own, as in a build: a broken library may take the whole process with it."""
    code = "import weasyprint; print(weasyprint.__version__)"
    command = [sys.executable, "-P", "-c", code]
    found = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    if found.returncode == 0:
        use = "带样式表的版式用它排 PDF，印刷、归档、OFD 里没有那些样式"
        return Examined(True, "PDF 排版引擎", f"WeasyPrint {found.stdout.strip()}（{use}）")
    reason = (found.stderr.strip().splitlines() or ["原因不明"])[-1]
    return Examined(False, "PDF 排版引擎", reason, install_command("libpango-1.0-0 libpangoft2-1.0-0", "pango"))


def _fonts() -> Iterator[Examined]:
    folder = world.home() / "fonts"
    remedy = home.restoring("fonts")
    try:
        faces = json.loads((folder / "metrics.json").read_bytes())["faces"]
    except (OSError, ValueError, KeyError):
        yield Examined(False, "字体", f"{folder}/metrics.json 没有或坏了", remedy)
        return
    wrong = [
        f"{face['file']}（{'没有' if digest is None else '与清单不符'}）"
        for face in faces.values()
        if (digest := _sha256(folder / face["file"])) != face["sha256"]
    ]
    yield Examined(not wrong, "字体", "、".join(wrong) or f"{len(faces)} 个，与清单一致", remedy)


def _sha256(path: Path) -> str | None:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None


def _houses() -> Iterator[Examined]:
    from briefing.building.stages import fonts_of
    from briefing.house.load import house_names, load_house

    outside = world.World(Path())
    names, wrong = house_names(outside), []
    for name in names:
        try:
            fonts_of(load_house(outside, name), outside)
        except BriefingError as error:
            wrong.append(f"{name}（{error.diagnostics[0].message}）")
    detail = "、".join(wrong) or (f"{'、'.join(names)}" if names else "templates/ 里没有版式")
    yield Examined(
        bool(names) and not wrong,
        "版式",
        detail,
        "briefing houses 会列出每个错误的位置" if names else home.restoring("templates"),
    )


def _optional_fonts() -> Iterator[Examined]:
    from briefing.cli.font_report import optional

    outside = world.World(Path())
    if outside.fonts.exists("optional.json"):
        yield from optional(outside)


def _output(folder: str) -> Iterator[Examined]:
    from briefing.storage.commit import obstacle, shown

    path = Path(folder).resolve()
    blocked = obstacle(path)
    yield Examined(
        blocked is None,
        "输出文件夹",
        shown(path) if blocked is None else blocked.message,
        f"briefing build -o ~/简报，或 sudo chown -R $USER {shell(str(path))}",
    )


def _programs() -> Iterator[Examined]:
    for program, (what, debian, brew) in PROGRAMS.items():
        found = shutil.which(program)
        yield Examined(found is not None, what, found or "没有，不影响制作", install_command(debian, brew), needed=False)
