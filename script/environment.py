"""Makes `.venv` from the hash-pinned requirements, and mends it. For any Python from 3.11, before a single package is there.

    environment.py check run|desk|dev  exit 0 if .venv is whole and what the requirements ask for; else 1, the reason on stdout
    environment.py make run|desk|dev   make it so

Run from the root of the checkout. A new environment is built in `.venv.new` and changes its name when nothing is missing: whoever
is killed leaves the old one or the new one, and leftovers under names that the next run clears. Nothing in it names its own
place, so neither that change nor a move of the checkout breaks it. Its stamp, written last, lists every file with its size.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

TYPE_CHECKING = False
if TYPE_CHECKING:  # typing takes longer than the look that every make takes
    from typing import BinaryIO

# Ctrl-C before there is anything to put right: no traceback.
_ANSWERS_INTERRUPTS = signal.getsignal(signal.SIGINT) is signal.default_int_handler
if _ANSWERS_INTERRUPTS:
    signal.signal(signal.SIGINT, signal.SIG_DFL)

VENV, NEW, OLD = Path(".venv"), Path(".venv.new"), Path(".venv.old")
STAMP, LOG, LOCK = ".complete", "setup.log", ".setup.lock"
#: What a build needs; that and the desk; both and what the tests need. Each is part of the next.
REQUIREMENTS = {"run": "requirements.txt", "desk": "requirements-desk.txt", "dev": "requirements-dev.txt"}
#: Megabytes that a new environment takes at most, with what pip needs meanwhile.
ROOM = {"run": 300, "desk": 310, "dev": 1100}
TOOL, OUTPUT, BUG, INTERRUPTED = 4, 5, 70, 130

#: Scripts in bin/ find Python beside themselves: shell to the kernel, a string and then Python to Python.
_HEADER = b"""#!/bin/sh
'''exec' "$(dirname -- "$(realpath -- "$0")")/python" "$0" "$@"
' '''
"""
_LAUNCHER = b"""#!/bin/sh
exec "$(dirname -- "$(realpath -- "$0")")/python" -P -m briefing "$@"
"""


class Refused(Exception):
    """What to say, and the exit code."""

    def __init__(self, code: int, *lines: str) -> None:
        super().__init__("\n".join(lines))
        self.code = code


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


# --- what stands there


def tag() -> str:
    """What compiled packages depend on."""
    return f"{sys.implementation.cache_tag} {sys.platform} {os.uname().machine}"


def fault(kind: str) -> str:
    """Why `.venv` cannot be used, asked by the Python inside it; empty if it can."""
    try:
        made_for, *files = (VENV / STAMP).read_text("utf-8").splitlines()
        installed = (VENV / REQUIREMENTS[kind]).read_bytes()
    except (OSError, ValueError):
        return "还没有准备好"
    if made_for != tag():
        return "是给另一个版本的 Python 准备的"
    if installed != Path(REQUIREMENTS[kind]).read_bytes():
        return "的程序库清单更新了"
    for line in files:
        size, _, name = line.partition(" ")
        try:
            if os.stat(f"{VENV}/{name}").st_size < int(size):
                return f"里的 {name} 不完整"
        except OSError:
            return f"里缺了 {name}"
    return ""


def asked_inside(kind: str) -> str:
    """`fault`, asked of whatever lies in `.venv`."""
    import subprocess

    if not os.path.lexists(VENV):
        return "还没有准备好"
    try:
        done = subprocess.run(
            [f"{VENV}/bin/python", "-I", "-S", __file__, "check", kind],
            stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", errors="replace", check=False,
        )  # fmt: skip
    except OSError:
        return "里的 Python 已经不在了"
    if done.returncode == 0:
        return ""
    return done.stdout.strip() or "里的 Python 不能运行"


# --- making


def make(kind: str) -> None:
    """Raises Refused, OSError and KeyboardInterrupt, with the environment that stood there untouched."""
    _writable()
    lock = _locked()
    _recover()
    reason = asked_inside(kind)
    if not reason:
        return
    first = not os.path.lexists(VENV)
    _room(kind)
    said = "正在准备运行环境，只在第一次和依赖更新后需要" if first else f"运行环境{reason}，正在重新准备"
    say(f"{said}，约一分钟……")
    try:
        _build(kind, lock)
    except BaseException:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _keep_only_log()
        raise
    _swap()


def _writable() -> None:
    if os.access(".", os.W_OK | os.X_OK):
        return
    here = os.getcwd()
    if os.statvfs(".").f_flag & os.ST_RDONLY:
        raise Refused(OUTPUT, f"{here} 在只读的磁盘上，运行环境放不进去。请把整个文件夹复制到可以写的地方，再运行一次。")
    raise Refused(
        OUTPUT,
        f"{here} 属于用户 {_owner()}，您没有写的权限，运行环境放不进去。",
        f"请运行：sudo chown -R \"$USER\" '{here}'，或请 {_owner()} 运行一次刚才的命令；"
        "也可以把整个文件夹复制到自己的目录里再用。",
    )


def _owner() -> str:
    import pwd

    number = os.stat(".").st_uid
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def _locked() -> int:
    """One set-up at a time. pip inherits the descriptor: if we alone are killed, the next run waits until pip has ended too."""
    import fcntl

    try:
        lock = os.open(LOCK, os.O_RDWR | os.O_CREAT, 0o666)
    except PermissionError:  # left by another user
        os.unlink(LOCK)
        lock = os.open(LOCK, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("另一个窗口正在准备运行环境，请稍候……")
        fcntl.flock(lock, fcntl.LOCK_EX)
    except OSError:  # a network disk without locks: alone, we trust
        pass
    return lock


def _recover() -> None:
    """Finish what a killed run had begun. Only under the lock."""
    if os.path.isfile(NEW / STAMP):  # which does not mind what it may not see
        _swap()
    elif not os.path.lexists(VENV) and os.path.lexists(OLD):
        OLD.rename(VENV)
    for leftover in (NEW, OLD):
        _discard(leftover)


def _room(kind: str) -> None:
    import shutil

    free = shutil.disk_usage(".").free // 1_000_000
    if free < ROOM[kind]:
        where = f"{os.getcwd()} 所在的磁盘只剩 {free} MB"
        raise Refused(OUTPUT, f"磁盘快满了：运行环境要 {ROOM[kind]} MB，{where}。请清理后再运行一次。")


def _build(kind: str, lock: int) -> None:
    _discard(NEW)
    os.mkdir(NEW)
    kinds = list(REQUIREMENTS)
    for each in kinds[: kinds.index(kind) + 1]:
        (NEW / REQUIREMENTS[each]).write_bytes(Path(REQUIREMENTS[each]).read_bytes())
    temporary = NEW / "tmp"  # where there is room, and pip may write whatever TMPDIR says
    temporary.mkdir()
    environment = {name: value for name, value in os.environ.items() if name not in _MISLEADING}
    environment |= {"TMPDIR": os.path.abspath(temporary), "PIP_USER": "0", "PYTHONIOENCODING": "utf-8"}
    environment.setdefault("PIP_RETRIES", "2")
    python = f"{NEW}/bin/python"
    commands = (
        # venv would run ensurepip itself, and keep what it says to itself.
        [sys.executable, "-I", "-m", "venv", "--without-pip", str(NEW)],
        [python, "-I", "-m", "ensurepip", "--default-pip"],
        [python, "-m", "pip", "install", *_PIP_OPTIONS, "-r", str(NEW / REQUIREMENTS[kind])],
    )
    with open(NEW / LOG, "wb") as log:
        made = all(_runs(command, environment, log, lock) for command in commands)
        if made:  # the program's own bytecode, for the first run; a checkout that is not to be written to does without
            _runs([python, "-I", "-m", "compileall", "-q", "briefing"], environment, log, lock)
    if not made:
        raise Refused(TOOL, *_explained((NEW / LOG).read_text("utf-8", "replace")))
    _discard(temporary)
    _relocate()
    partial = NEW / f"{STAMP}.partial"
    partial.write_text("\n".join([tag(), *_listing(NEW)]) + "\n", "utf-8")
    partial.rename(NEW / STAMP)


def _runs(command: list[str], environment: dict[str, str], log: BinaryIO, lock: int) -> bool:
    import subprocess

    done = subprocess.run(
        command, env=environment, pass_fds=[lock], check=False, stdin=subprocess.DEVNULL, stdout=log, stderr=log
    )
    return done.returncode == 0


def _explained(log: str) -> list[str]:
    """Python was started with -I: what stands beside this file is not where it looks."""
    sys.path.append(os.path.dirname(os.path.abspath(__file__)))
    from setup_log import explain

    return explain(log, f"{NEW / LOG}")


_PIP_OPTIONS = ("-q", "--disable-pip-version-check", "--no-input", "--no-deps", "--require-hashes")
#: They would make pip or Python look elsewhere.
_MISLEADING = {
    "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_PYTHON", "PIP_DRY_RUN", "PIP_REQUIREMENT", "PIP_EDITABLE",
    "PIP_REQUIRE_VIRTUALENV", "PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__",
}  # fmt: skip


def _listing(folder: Path) -> list[str]:
    """`size name` of every file that is there to stay; compiled ones come and go."""
    found = []
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(files):
            path = os.path.join(place, name)
            if not os.path.islink(path) and name not in (LOG, f"{STAMP}.partial"):
                found.append(f"{os.stat(path).st_size} {os.path.relpath(path, folder)}")
    return found


def _relocate() -> None:
    """Take the folder's own path out of its files, and add the way to the program, relative too."""
    here = os.fsencode(os.path.abspath(NEW))
    for path in (NEW / "bin").iterdir():
        if path.is_symlink() or not path.is_file():
            continue
        data = path.read_bytes()
        lines = data.split(b"\n", 3)
        if data.startswith(b"#!/bin/sh\n'''exec'"):  # pip's own form, for long paths and those with spaces
            path.write_bytes(_HEADER + lines[3])
        elif data.startswith(b"#!") and here in lines[0]:
            path.write_bytes(_HEADER + data.split(b"\n", 1)[1])
        elif here in data:  # activate, and its like for other shells
            path.write_bytes(data.replace(here, os.fsencode(os.path.abspath(VENV))))
    launcher = NEW / "bin" / "briefing"
    launcher.write_bytes(_LAUNCHER)
    launcher.chmod(0o777 & ~_umask())
    (packages,) = (NEW / "lib").glob("python3.*/site-packages")
    # Relative to its own folder: .venv/lib/python3.x/site-packages → the checkout.
    (packages / "briefing.pth").write_text("../../../..\n", "utf-8")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _swap() -> None:
    kept = _vacant(".venv.kept") if _foreign() else None
    if os.path.lexists(VENV):
        _discard(OLD)
        VENV.rename(kept or OLD)
    NEW.rename(VENV)
    if kept:
        say(f"原来的 .venv 不是本程序做的，已经改名为 {kept}，里面的东西没有动；用不着可以删去。")
    _discard(OLD)


def _foreign() -> bool:
    """Whether `.venv` holds packages that somebody else put there; ours have a stamp, and so had those of earlier versions."""
    if VENV.is_symlink() or not VENV.is_dir() or any(os.path.exists(VENV / name) for name in (STAMP, ".ready-run", ".ready-dev")):
        return False
    own = ("pip-", "setuptools-", "wheel-")
    return any(not path.name.startswith(own) for path in VENV.glob("lib/python*/site-packages/*.dist-info"))


def _vacant(name: str) -> Path:
    number = 1
    while os.path.lexists(path := Path(name if number == 1 else f"{name}-{number}")):
        number += 1
    return path


def _discard(path: Path) -> None:
    """Delete; what another user owns is at least out of the way."""
    import shutil

    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
        if path.exists():
            rest = path.rename(_vacant(f"{path.name}.rest"))
            say(f"{rest} 是另一个用户留下的，删不掉，不碍事；要删请运行：sudo rm -rf '{os.path.abspath(rest)}'")


def _keep_only_log() -> None:
    """After a failure: give the space back, leave what pip said."""
    try:
        text = (NEW / LOG).read_bytes()
        _discard(NEW)
        os.mkdir(NEW)
        (NEW / LOG).write_bytes(text)
    except OSError:
        pass


def main(arguments: list[str]) -> int:
    if len(arguments) != 2 or arguments[0] not in ("check", "make") or arguments[1] not in REQUIREMENTS:
        say("用法：environment.py check|make run|desk|dev")
        return 2
    task, kind = arguments
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    if task == "check":
        reason = fault(kind)
        print(reason, end="")
        return 1 if reason else 0
    if _ANSWERS_INTERRUPTS:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        make(kind)
    except Refused as refused:
        say(str(refused))
        return refused.code
    except KeyboardInterrupt:
        say("\n已中断。下次运行时会重新准备。")
        return INTERRUPTED
    except OSError as error:
        import errno

        where = f"{error.filename}：" if error.filename else ""
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        advice = "磁盘满了，请清理后再运行一次。" if full else "请看文件夹的主人、权限和磁盘，再运行一次。"
        say(f"运行环境没有准备好，文件写不进去（{where}{error.strerror}）。{advice}")
        return OUTPUT
    except Exception as error:
        import traceback

        NEW.mkdir(exist_ok=True)
        with open(NEW / LOG, "a", encoding="utf-8") as log:
            traceback.print_exc(file=log)
        say(f"准备运行环境时出了意外（{type(error).__name__}）。请把 {NEW / LOG} 发给维护者。")
        return BUG
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
