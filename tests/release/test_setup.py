"""script/setup makes `.venv` and mends it: killed at any moment, broken in any way, on any machine, the next `make` works.

The checkout is a small one: the real Makefile and script/, three small packages from a folder instead of the network.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from ci_support import load, plant_environment
from conftest import ROOT
from slices import share, some

slow = pytest.mark.slow
environment, setup_log = load("environment"), load("setup_log")
NOBODY = 65534
#: A Python that any user can run, if there is one.
PYTHON = next((path for path in ("/usr/bin/python3", sys.executable) if Path(path).exists()), sys.executable)
MOMENTS = share(20, least=2)

MAIN = """
import alpha, beta, gamma, sys
from pathlib import Path
for package in (alpha, beta, gamma):
    assert len(list(Path(package.__file__).parent.glob("data/*.py"))) == 40
print("built")
"""


def wheel(folder: Path, name: str) -> str:
    """A package of 41 files and a script; its line in requirements.txt."""
    info = f"{name}-1.0.dist-info"
    files = {f"{name}/__init__.py": "", **{f"{name}/data/{number}.py": f"x = {number}\n" * 400 for number in range(40)}}
    files[f"{info}/METADATA"] = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n"
    files[f"{info}/WHEEL"] = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    files[f"{info}/entry_points.txt"] = f"[console_scripts]\n{name}={name}:__doc__.__class__\n"
    files[f"{info}/RECORD"] = "".join(f"{file},,\n" for file in files) + f"{info}/RECORD,,\n"
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for file, text in files.items():
            archive.writestr(zipfile.ZipInfo(file), text)
    return f"{name}==1.0 --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


@pytest.fixture
def folder() -> Iterator[Path]:
    """Where any user may look and write."""
    made = Path(tempfile.mkdtemp(prefix="briefing-setup-", dir="/tmp"))
    made.chmod(0o755)
    yield made
    subprocess.run(["rm", "-rf", made], check=False)


@pytest.fixture
def checkout(folder: Path) -> Path:
    return small(folder)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout in which `make` has run, to be copied: nothing in an environment names its place."""
    place = tmp_path_factory.mktemp("made")
    assert make(small(place)).returncode == 0
    return place


@pytest.fixture
def ready(made: Path, folder: Path) -> Path:
    """A checkout of its own in which `make` has run."""
    shutil.copytree(made, folder, symlinks=True, dirs_exist_ok=True)
    folder.chmod(0o755)
    return next(path for path in folder.iterdir() if (path / "script").exists())


def small(folder: Path) -> Path:
    made, wheels = folder / "简 报", folder / "wheels"
    for each in (made / "briefing", made / "script", wheels):
        each.mkdir(parents=True)
    for name in ("setup", "environment.py", "setup_log.py"):
        shutil.copyfile(ROOT / "script" / name, made / "script" / name)
    shutil.copyfile(ROOT / "Makefile", made / "Makefile")
    (made / "briefing" / "__init__.py").touch()
    (made / "briefing" / "__main__.py").write_text(MAIN)
    pins = [wheel(wheels, name) for name in ("alpha", "beta", "gamma")]
    (made / "requirements.txt").write_text("".join(pins))
    for kind in ("desk", "dev"):
        (made / f"requirements-{kind}.txt").write_text(f"# {kind}\n" + "".join(pins))
    return made


def command(checkout: Path, **more: str) -> dict[str, str]:
    """A shop's environment: nothing but what is here."""
    environ = {"PATH": os.environ["PATH"], "HOME": str(checkout.parent), "LANG": "C.UTF-8", "BRIEFING_PYTHON": PYTHON}
    environ |= {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(checkout.parent / "wheels"), "PIP_CONFIG_FILE": "/dev/null"}
    environ |= more
    return {name: value for name, value in environ.items() if value != "unset"}


def make(checkout: Path, target: str = "houses", uid: int | None = None, /, **more: str) -> subprocess.CompletedProcess[str]:
    as_user = {} if uid is None else {"user": uid, "group": uid, "extra_groups": []}
    done = subprocess.run(
        ["make", target], cwd=checkout, env=command(checkout, **more), stdin=subprocess.DEVNULL, capture_output=True, text=True,
        timeout=200, check=False, **as_user,  # type: ignore[call-overload]
    )  # fmt: skip
    assert "Traceback" not in done.stderr + done.stdout and "line " not in done.stderr, done.stderr
    return done  # type: ignore[no-any-return]


def healed(checkout: Path, **more: str) -> str:
    """What the next `make` said, after it has worked and left nothing lying about."""
    done = make(checkout, **more)
    assert (done.returncode, done.stdout) == (0, "built\n"), done.stderr
    assert not [path.name for path in checkout.iterdir() if path.name in (".venv.new", ".venv.old")]
    again = make(checkout, **more)
    assert (again.stdout, again.stderr) == ("built\n", ""), "the second time there is nothing to do"
    return done.stderr


# --- in no time


def test_what_is_found_of_an_environment(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(checkout)
    assert "还没有准备好" in environment.fault("run")
    plant_environment(checkout)
    assert environment.fault("run") == environment.fault("dev") == ""
    stamp = checkout / ".venv" / ".complete"
    package = checkout / ".venv" / "lib" / "包 x.py"
    package.parent.mkdir()
    package.write_text("12345")
    whole = f"{environment.tag()}\n5 lib/包 x.py\n"
    stamp.write_text(whole)
    assert environment.fault("run") == ""
    package.write_text("1234567")
    assert environment.fault("run") == "", "a developer may add a line"
    package.write_text("1")
    assert "lib/包 x.py 不完整" in environment.fault("run")
    package.unlink()
    assert "缺了 lib/包 x.py" in environment.fault("run")
    stamp.write_text("cpython-39 linux x86_64\n")
    assert "另一个版本的 Python" in environment.fault("run")
    stamp.write_bytes(b"\xff\xfe")
    assert "还没有准备好" in environment.fault("run")
    stamp.write_text(environment.tag() + "\n")
    (checkout / "requirements.txt").write_text("# new\n")
    assert "清单更新了" in environment.fault("run") and environment.fault("dev") == ""


#: What pip 23 to 26 and venv write, and what an editor is told of it.
CAUSES = {
    "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device": "磁盘满了",
    "WARNING: Retrying after connection broken by 'NewConnectionError(…: [Errno -3] Temporary failure in name resolution')'\n"
    "ERROR: Could not find a version that satisfies the requirement click==8.2 (from versions: none)": "连不上程序库的服务器",
    "ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed: 407 Proxy Authentication Required'))": "代理",
    "SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed'))": "PIP_CERT",
    "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.": "校验值不符",
    "Looking in links: /x\nERROR: No matching distribution found for lxml==6.0.1": "lxml==6.0.1",
    "error: subprocess-exited-with-error\n× Building wheel for lxml": "BRIEFING_PYTHON",
    "PermissionError: [Errno 13] Permission denied: '/x'": "不许写",
    "No module named ensurepip": "python3-venv",
    "something new": "setup.log",
}


@pytest.mark.parametrize("log", CAUSES)
def test_causes_are_told(log: str) -> None:
    said = "".join(setup_log.explain(log, "setup.log"))
    assert CAUSES[log] in said and "setup.log" in said and "{" not in said


#: What apt-get writes → what is said of it.
APT = {
    "E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 7 (unattended-upgr)": "正在安装别的软件",
    "E: Unable to locate package libharfbuzz-subset0": "软件源里没有",
    "Err:1 http://deb.debian.org bookworm InRelease\n  Temporary failure resolving 'deb.debian.org'": "连不上软件源",
    "E: You don't have enough free space in /var/cache/apt/archives/.": "磁盘满了",
    "E: something new": "apt-get 说：E: something new",
}


@pytest.fixture
def without_pango(checkout: Path) -> dict[str, str]:
    """A machine that lacks Pango until apt-get has installed it, which works only after `dpkg --configure -a`."""
    tools = checkout.parent / "tools"
    tools.mkdir()
    there, configured = tools / "pango", tools / "configured"
    scripts = {
        "python": f'if [ "$2" = - ] && [ ! -e "{there}" ]; then exit 1; fi\nexec "{PYTHON}" "$@"',
        "sudo": 'shift\nexec "$@"',
        "dpkg": f'touch "{configured}"',
        "apt-get": f'[ "$1" = update ] && exit 100\n[ -e "{configured}" ] || exit 100\n'
        f'if [ -n "$SAYS" ]; then echo "$SAYS" >&2; exit 100; fi\ntouch "{there}"',
    }
    for name, text in scripts.items():
        (tools / name).write_text(f"#!/bin/sh\n{text}\n")
        (tools / name).chmod(0o755)
    return {"PATH": f"{tools}:{os.environ['PATH']}", "BRIEFING_PYTHON": str(tools / "python")}


@pytest.mark.parametrize("said", APT)
def test_apt_is_understood(checkout: Path, without_pango: dict[str, str], said: str) -> None:
    done = make(checkout, **without_pango, SAYS=said)
    assert done.returncode == 2 and APT[said] in done.stderr and "sudo apt-get install -y libpango" in done.stderr


@slow
def test_interrupted_apt_is_finished_first(checkout: Path, without_pango: dict[str, str]) -> None:
    """Nor does a source that does not answer stop what another one has."""
    assert "正在安装排版用的系统库" in healed(checkout, **without_pango)


# --- killed


def processes(group: int) -> list[int]:
    listed = subprocess.run(["ps", "-o", "pid=", "--sid", str(group)], capture_output=True, text=True, check=False)
    return [int(line) for line in listed.stdout.split()]


@slow
@pytest.mark.parametrize("how", some(["killed", "interrupted", "orphaned", "replaced"], 2, 1))
def test_killed_at_any_moment(ready: Path, how: str) -> None:
    """The whole group by SIGKILL or Ctrl-C; only the one that is in charge, so that pip goes on alone; while an older
    environment is being replaced."""
    checkout = ready
    shutil.copytree(checkout / ".venv", checkout.parent / "whole", symlinks=True)
    shutil.rmtree(checkout / ".venv")
    started = time.monotonic()
    assert make(checkout).returncode == 0
    takes = time.monotonic() - started
    chance = random.Random(how)
    moments = MOMENTS if how == "killed" else MOMENTS // 2
    for moment in range(moments):
        shutil.rmtree(checkout / ".venv")
        if how == "replaced":
            shutil.copytree(checkout.parent / "whole", checkout / ".venv", symlinks=True)
            (checkout / "requirements.txt").write_text((checkout / "requirements.txt").read_text() + "# more\n")
        process = subprocess.Popen(
            ["make", "houses"], cwd=checkout, env=command(checkout), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip
        time.sleep(takes * (moment + chance.random()) / moments)
        if how == "orphaned":
            in_charge = [pid for pid in processes(process.pid) if "environment.py" in _command(pid)]
            for pid in in_charge:
                os.kill(pid, signal.SIGKILL)
        elif process.poll() is None:
            os.killpg(process.pid, signal.SIGINT if how == "interrupted" else signal.SIGKILL)
        _, said = process.communicate(timeout=100)
        assert "Traceback" not in said, said
        healed(checkout)


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


@slow
def test_killed_between_two_names(ready: Path) -> None:
    """The moment that no timing finds: the old one is aside, the new one not yet in place."""
    checkout = ready
    (checkout / ".venv").rename(checkout / ".venv.new")
    assert healed(checkout) == "", "finished without building anything"
    (checkout / ".venv").rename(checkout / ".venv.old")
    assert healed(checkout) == "", "put back"
    shutil.copytree(checkout / ".venv", checkout / ".venv.old", symlinks=True)
    assert healed(checkout) == "", "after the swap: the old one is taken away"
    (checkout / ".venv.new").mkdir()
    (checkout / ".venv.old").mkdir()
    (checkout / ".venv" / "lib").rename(checkout / ".venv" / "gone")
    assert "里缺了" in healed(checkout)


@slow
def test_two_at_once(checkout: Path) -> None:
    pipe = subprocess.PIPE
    both = [
        subprocess.Popen(["make", "houses"], cwd=checkout, env=command(checkout), stdout=pipe, stderr=pipe, text=True)
        for _ in range(2)
    ]
    told = [process.communicate(timeout=200) for process in both]
    assert [out for out, _ in told] == ["built\n"] * 2, told
    assert sorted("另一个窗口" in err for _, err in told) == [False, True]


# --- broken


def _dangling(checkout: Path) -> None:
    (checkout / ".venv/bin/python").unlink()
    (checkout / ".venv/bin/python").symlink_to("/nowhere/python3")


def _no_package(checkout: Path) -> None:
    (next((checkout / ".venv").glob("lib/*/site-packages/beta")) / "data" / "7.py").unlink()


def _empty_file(checkout: Path) -> None:
    (next((checkout / ".venv").glob("lib/*/site-packages/beta")) / "data" / "7.py").write_text("")


def _no_pip(checkout: Path) -> None:
    shutil.rmtree(next((checkout / ".venv").glob("lib/*/site-packages/pip")))


def _other_python(checkout: Path) -> None:
    stamp = checkout / ".venv/.complete"
    stamp.write_text(stamp.read_text().replace("cpython-3", "cpython-2", 1))


def _not_python(checkout: Path) -> None:
    (checkout / ".venv/bin/python").unlink()
    (checkout / ".venv/bin/python").write_bytes(b"\x7fELF of another machine")
    (checkout / ".venv/bin/python").chmod(0o755)


def _half_made(checkout: Path) -> None:
    """What a former version left when it was interrupted in its first two seconds."""
    shutil.rmtree(checkout / ".venv")
    subprocess.run([PYTHON, "-m", "venv", "--without-pip", checkout / ".venv"], check=True)


def _a_file(checkout: Path) -> None:
    shutil.rmtree(checkout / ".venv")
    (checkout / ".venv").write_text("")


def _a_link(checkout: Path) -> None:
    (checkout / ".venv").rename(checkout.parent / "elsewhere")
    (checkout / ".venv").symlink_to(checkout.parent / "elsewhere")
    _no_pip(checkout)


def _nothing_in_it(checkout: Path) -> None:
    shutil.rmtree(checkout / ".venv")
    (checkout / ".venv").mkdir()


#: An empty folder first: CI's slice takes what a broken upload and an interrupted former version leave, and a link.
BREAKS = (
    _nothing_in_it, _dangling, _no_package, _half_made, _empty_file, _no_pip, _a_link, _other_python, _not_python, _a_file,
)  # fmt: skip


@slow
@pytest.mark.parametrize("breaks", some(BREAKS))
def test_broken_in_any_way(ready: Path, breaks: Callable[[Path], None]) -> None:
    breaks(ready)
    assert "重新准备" in healed(ready)
    assert breaks is not _a_link or (ready.parent / "elsewhere").is_dir(), "what a link led to is not ours"


@slow
def test_a_foreign_one_is_kept(checkout: Path) -> None:
    subprocess.run([PYTHON, "-m", "venv", checkout / ".venv"], check=True)
    theirs = next((checkout / ".venv").glob("lib/*/site-packages")) / "numpy-2.0.dist-info"
    theirs.mkdir()
    assert "已经改名为 .venv.kept" in healed(checkout)
    assert (checkout / ".venv.kept" / theirs.relative_to(checkout / ".venv")).is_dir()


@slow
def test_moved_and_called_from_elsewhere(ready: Path) -> None:
    moved = ready.parent / "搬走了 的"
    ready.rename(moved)
    assert healed(moved) == "", "nothing in it names its place"
    link = moved.parent / "briefing-link"
    link.symlink_to(moved / ".venv/bin/briefing")
    for program in (moved / ".venv/bin/briefing", link):
        done = subprocess.run([program], cwd="/", capture_output=True, text=True, check=False)
        assert done.stdout == "built\n", done.stderr
    done = subprocess.run([moved / ".venv/bin/pip", "--version"], cwd="/", capture_output=True, text=True, check=False)
    assert str(moved / ".venv") in done.stdout


@slow
def test_the_version_of_python_is_kept(ready: Path) -> None:
    """What `python3` means today does not matter to an environment that was made with another one."""
    checkout = ready

    def made_with() -> list[str]:
        lines = (checkout / ".venv/pyvenv.cfg").read_text().splitlines()
        return [line for line in lines if line.startswith(("executable", "version"))]

    before = made_with()
    tools = checkout.parent / "tools"
    tools.mkdir()
    (tools / "python3").symlink_to(Path(sys.executable).resolve())
    (checkout / "requirements.txt").write_text((checkout / "requirements.txt").read_text() + "#\n")
    healed(checkout, BRIEFING_PYTHON="unset", PATH=f"{tools}:{os.environ['PATH']}")
    assert made_with() == before


@slow
def test_misleading_surroundings(ready: Path) -> None:
    """No TMPDIR, no HOME, options that send pip or Python elsewhere, a strict umask."""
    checkout = ready
    surroundings: tuple[dict[str, str], ...] = (
        {"TMPDIR": "/nowhere", "HOME": "unset", "PIP_USER": "1", "PYTHONDONTWRITEBYTECODE": "1", "PYTHON": "/nowhere"},
        {"HOME": "/nowhere", "PIP_TARGET": "/nowhere", "PYTHONHOME": "/nowhere", "PYTHONPATH": "/nowhere", "LC_ALL": "C"},
        {"TMPDIR": "/proc", "PIP_REQUIRE_VIRTUALENV": "1", "VIRTUAL_ENV": "/nowhere", "LANG": "unset"},
    )
    for number, more in enumerate(some(surroundings)):
        (checkout / "requirements.txt").write_text((checkout / "requirements.txt").read_text() + f"# {number}\n")
        healed(checkout, **more)
    before = os.umask(0o077)
    try:
        shutil.rmtree(checkout / ".venv")
        healed(checkout)
    finally:
        os.umask(before)


@slow
def test_refusals_are_calm_and_leave_the_old_one(ready: Path) -> None:
    checkout = ready
    stamp = (checkout / ".venv/.complete").read_bytes()
    text = (checkout / "requirements.txt").read_text()
    offline = {"PIP_NO_INDEX": "unset", "PIP_FIND_LINKS": "unset", "PIP_INDEX_URL": "http://127.0.0.1:9/simple"}
    refusals: tuple[tuple[str, dict[str, str], str], ...] = (
        ("delta==1.0 --hash=sha256:" + "0" * 64, {}, "缺少要用的程序库：delta==1.0"),
        (text.replace("sha256:", "sha256:0000", 1)[:300], {}, "没有准备好"),
        (text.split("sha256:")[0] + "sha256:" + "0" * 64, {}, "校验值不符"),
        (text + "#\n", offline, "连不上"),
        (text + "#\n", {"BRIEFING_PYTHON": "/nowhere/python3"}, "BRIEFING_PYTHON=/nowhere/python3 不能用"),
    )
    for change, more, told in some(refusals, parts=2):
        (checkout / "requirements.txt").write_text(change)
        done = make(checkout, **more)
        assert done.returncode == 2 and told in done.stderr, done.stderr
        assert (checkout / ".venv/.complete").read_bytes() == stamp
    (checkout / "requirements.txt").write_text(text)
    assert make(checkout).stdout == "built\n"


@slow
@pytest.mark.skipif(os.geteuid() != 0 or not Path("/usr/bin/python3").exists(), reason="only root can be somebody else")
def test_another_ones_checkout(ready: Path) -> None:
    """Root made it: others use it, and are told what to do when it has to be made anew."""
    checkout = ready
    assert make(checkout, "houses", NOBODY).stdout == "built\n"
    (checkout / "requirements.txt").write_text((checkout / "requirements.txt").read_text() + "#\n")
    done = make(checkout, "houses", NOBODY)
    assert done.returncode == 2 and "属于用户 root" in done.stderr and "sudo chown" in done.stderr
    # The folder is the user's, what root's `make` left in it is not.
    (checkout / ".venv.new").mkdir(mode=0o700)
    (checkout / ".venv.new" / "x").touch()
    os.chown(checkout, NOBODY, NOBODY)
    (checkout / ".setup.lock").chmod(0o600)
    done = make(checkout, "houses", NOBODY)
    assert done.stdout == "built\n", done.stderr
    assert "sudo rm -rf" in done.stderr
    assert (make(checkout, "houses", NOBODY).stderr, make(checkout).stderr) == ("", "")


@slow
def test_no_room(checkout: Path) -> None:
    """A disk of its own, too small at once, or filled while pip is at work."""
    disk = checkout.parent / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk], capture_output=True, check=False).returncode:
        pytest.skip("no right to mount")
    try:
        shutil.copytree(checkout, disk / "c")
        done = make(disk / "c", PIP_FIND_LINKS=str(checkout.parent / "wheels"))
        assert done.returncode == 2 and "磁盘快满了：运行环境要 300 MB" in done.stderr, done.stderr
        script = disk / "c" / "script" / "environment.py"
        script.write_text(script.read_text().replace('ROOM = {"run": 300', 'ROOM = {"run": 0'))
        done = make(disk / "c", PIP_FIND_LINKS=str(checkout.parent / "wheels"))
        assert done.returncode == 2 and "磁盘满了" in done.stderr, done.stderr
        assert shutil.disk_usage(disk).free > 5_000_000, "the space is given back"
    finally:
        subprocess.run(["umount", disk], check=False)


def test_scripts_are_sound() -> None:
    program = shutil.which("shellcheck")
    if program is None:
        pytest.skip("no shellcheck here")
    scripts = [ROOT / "script" / "setup", ROOT / "script" / "changed-issues", ROOT / ".ci" / "run"]
    done = subprocess.run([program, *scripts], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
