"""briefing desktop."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import click

from briefing.building import issue_names
from briefing.cli import output
from briefing.cli.chinese import Command
from briefing.core.errors import Diagnostic, ExitCode, OutputError, UsageError, why_unread
from briefing.storage import disk

_NAME = "简报编辑台.desktop"
_ENTRY = """\
[Desktop Entry]
Type=Application
Name=简报编辑台
Comment=在浏览器里写稿、看页面、出成品
Exec={command}
Path={place}
Terminal=true
Icon=accessories-text-editor
Categories=Office;
"""


@click.command(
    "desktop",
    cls=Command,
    help="在桌面和开始菜单里放一个“简报编辑台”的图标（Linux），双击就打开编辑台。",
    examples=[("briefing desktop", "各期所在的文件夹就是现在用的这一个")],
)
def command() -> int:
    if sys.platform != "linux":
        raise UsageError(Diagnostic("no-issue", "图标只能放在 Linux 的桌面上", hint="请双击 start 文件夹里的启动文件。"))
    shelf = issue_names.shelf().resolve()
    arguments = [sys.executable, "-P", "-m", "briefing", "serve", "--folder", str(shelf), "-o", str(shelf.parent / "build")]
    arguments.append("--until-closed")  # there is a terminal, but nobody wants to know of it
    text = _ENTRY.format(command=" ".join(map(_quoted, arguments)), place=shelf.parent)
    data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    for folder in (data / "applications", _desktop()):
        if folder is None:
            continue
        try:
            folder.mkdir(parents=True, exist_ok=True)
            disk.replace(folder / _NAME, text.encode())
            (folder / _NAME).chmod(0o755)
        except OSError as error:
            raise OutputError(Diagnostic("output", f"图标放不进 {folder}（{why_unread(error)}）")) from None
        output.say(f"放好了 {folder / _NAME}")
    return ExitCode.OK


def _desktop() -> Path | None:
    """The user's desktop; None where there is none."""
    if shutil.which("xdg-user-dir"):
        said = subprocess.run(["xdg-user-dir", "DESKTOP"], capture_output=True, text=True, check=False).stdout.strip()
        if said and Path(said).is_dir() and Path(said) != Path.home():
            return Path(said)
    return next((Path.home() / name for name in ("桌面", "Desktop") if (Path.home() / name).is_dir()), None)


def _quoted(argument: str) -> str:
    """As the Desktop Entry Specification has it."""
    escaped = "".join(f"\\{char}" if char in '"`$\\' else char for char in argument).replace("\\", "\\\\").replace("%", "%%")
    return f'"{escaped}"'
