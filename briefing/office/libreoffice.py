"""LibreOffice, kept at home: it opens files of strangers, so it runs without a network, without macros and without links.

Three walls, each enough for what it knows: the profile that it starts with forbids macros and links to other files; its
environment has no proxies, no display, no home; and on Linux the kernel refuses it every socket that leads out of the machine.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from briefing.office import no_network

#: Ten pages take a second; the first start of a new profile some more.
SECONDS = 120
#: Address space of each of its processes, MB; it maps 700 to begin with.
MEGABYTES = 1_600


class OfficeFailed(Exception):
    """LibreOffice made no file."""


class TooMuch(OfficeFailed):
    """It took more time than it may."""


def program() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def version(office: str) -> str:
    """As “LibreOffice 7.4.7.2”."""
    with tempfile.TemporaryDirectory(prefix="briefing-") as name:
        told = _run([office, "--version"], Path(name), {}, SECONDS)
    return " ".join(told.split()[:2]) or "LibreOffice"


def convert(
    office: str, data: bytes, suffix: str, target: str, environ: Mapping[str, str] | None = None, seconds: float = SECONDS,
    cpu: float = SECONDS,
) -> bytes:  # fmt: skip
    """What LibreOffice makes of `data`, a file that ends in `suffix`, in the format `target`: a suffix, and after a colon the
    name of its filter where there are several. `seconds` by the wall's clock, `cpu` the processor's. Raises OfficeFailed."""
    with tempfile.TemporaryDirectory(prefix="briefing-") as name:
        folder = Path(name)
        source, made = folder / f"source{suffix}", folder / "made"
        source.write_bytes(data)
        profile = folder / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(_registry(), "utf-8")
        command = [office, f"-env:UserInstallation={profile.parent.as_uri()}", "--headless", "--norestore", "--nologo"]
        command += ["--convert-to", target, "--outdir", str(made), str(source)]
        try:
            _run(command, folder, environ or {}, seconds, cpu)
            return (made / f"source.{target.partition(':')[0]}").read_bytes()
        except subprocess.TimeoutExpired as error:
            raise TooMuch(str(error)) from error
        except subprocess.CalledProcessError as error:
            killed = {-signal.SIGXCPU, 128 + signal.SIGXCPU, -signal.SIGKILL}
            raise (TooMuch if error.returncode in killed else OfficeFailed)(str(error)) from error
        except (subprocess.SubprocessError, OSError) as error:
            raise OfficeFailed(str(error)) from error


def _run(command: list[str], folder: Path, environ: Mapping[str, str], seconds: float, cpu: float = SECONDS) -> str:
    """Its output. `soffice` is a script that starts others: all of them end with it, and at the latest after `seconds`."""
    said = {key: os.environ[key] for key in ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH") if key in os.environ}
    with subprocess.Popen(
        command, env={**said, "HOME": str(folder), "TMPDIR": str(folder), **environ}, cwd=folder, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True, preexec_fn=_walled(cpu),
    ) as process:  # fmt: skip
        try:
            told, _ = process.communicate(timeout=seconds)
        finally:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
    return told.decode("utf-8", "replace")


def _walled(seconds: float) -> Callable[[], None]:
    """What the new process does to itself before it becomes LibreOffice: no network, and no more time and memory than it
    needs."""
    shut = no_network.shut()

    def run() -> None:
        if shut is not None:
            shut()
        with contextlib.suppress(ImportError, OSError, ValueError):
            import resource

            limits = {resource.RLIMIT_CORE: 0, resource.RLIMIT_CPU: int(seconds) + 1, resource.RLIMIT_AS: MEGABYTES << 20}
            for kind, wanted in limits.items():
                _, hard = resource.getrlimit(kind)
                resource.setrlimit(kind, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))

    return run


# --- the profile

#: Group of settings → setting → value. What a version does not know, it passes over.
_SETTINGS: Mapping[str, Mapping[str, str]] = {
    "org.openoffice.Office.Common/Security/Scripting": {
        "MacroSecurityLevel": "3",
        "DisableMacrosExecution": "true",
        "DisableActiveContent": "true",  # since 7.6 (OLE, charts' links, frames)
        "BlockUntrustedRefererLinks": "true",
        "ExecutePlugins": "false",
        "OfficeBasic": "0",
    },
    "org.openoffice.Office.Writer/Content/Update": {"Link": "2", "Field": "false", "Chart": "false"},  # 2: never
    "org.openoffice.Office.Common/Misc": {"FirstRun": "false", "UseSystemFileDialog": "false"},
}


def _registry() -> str:
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, settings in _SETTINGS.items()
        for name, value in settings.items()
    )
    spaces = 'xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<oor:items {spaces}>{items}</oor:items>\n'
