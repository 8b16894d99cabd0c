"""On a worker: homes unpacked once, and warm processes that build in them.

A task has threads around it and shares its process with whatever else the cluster runs; what sets pages does neither.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
from collections import defaultdict
from pathlib import Path

from briefing.building.ancestry import running
from briefing.files import cache
from briefing.scaling import parcels

#: Seconds by the wall's clock for one issue, as in `building/lanes`.
PATIENCE = 600.0
#: MB that a warm process may have in use before it is ended.
PROCESS_MB = 400.0
ANSWER = "answer.json"

_idle: defaultdict[str, queue.SimpleQueue[_WarmProcess]] = defaultdict(queue.SimpleQueue)
_unpacking = threading.Lock()


def program() -> dict[str, str]:
    """What is installed here: outputs of two machines are the same where this is."""
    return running()


def make(issue: bytes, name: str, home: bytes, formats: tuple[str, ...], epoch: str) -> bytes:
    """Build the issue in the parcel `issue`, a folder of the name `name`, in the home of the parcel `home`. The parcel that
    comes back has the outputs with their manifest, and the answer. b"": the process was lost. `epoch`: SOURCE_DATE_EPOCH, "" for
    none."""
    place = _unpacked(home)
    key = f"{place}\0{epoch}"
    with tempfile.TemporaryDirectory(prefix="briefing-") as folder:
        source, output = Path(folder, "issues", name), Path(folder, "build")
        parcels.unpack(issue, source)
        try:
            process = _idle[key].get_nowait()
        except queue.Empty:
            process = _WarmProcess(place, epoch)
        try:
            answer = process.ask({"issue": str(source), "output": str(output), "formats": formats})
        except (OSError, ValueError, EOFError):
            process.end()
            return b""
        if process.megabytes > PROCESS_MB:
            process.end()
        else:
            _idle[key].put(process)
        made = {path.name: path.read_bytes() for path in (output / name).glob("*") if not path.name.startswith(".")}
        return parcels.packed({**made, ANSWER: answer})


class _WarmProcess:
    def __init__(self, home: Path, epoch: str) -> None:
        environ = {**os.environ, "BRIEFING_HOME": str(home), "SOURCE_DATE_EPOCH": epoch}
        self.megabytes = 0.0
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "briefing.scaling.warm_process"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environ, cwd=home, start_new_session=True,
        )  # fmt: skip

    def ask(self, request: object) -> bytes:
        """Raises OSError, ValueError or EOFError where it has died, or did not answer in time."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps(request).encode() + b"\n")
        self._process.stdin.flush()
        ends = threading.Timer(PATIENCE, self._process.kill)
        ends.start()
        try:
            head = json.loads(self._process.stdout.readline())
            data = self._process.stdout.read(head["bytes"])
        finally:
            ends.cancel()
        if len(data) < head["bytes"]:
            raise EOFError
        self.megabytes = head["megabytes"]
        return data

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                with contextlib.suppress(OSError):
                    stream.close()


def _unpacked(parcel: bytes) -> Path:
    """The home, unpacked where nobody else can write, once for all tasks and all runs."""
    folder = cache.working() / "homes"
    place = folder / parcels.digest(parcel)
    with _unpacking:
        if not place.is_dir():
            folder.mkdir(0o700, exist_ok=True)
            half = Path(tempfile.mkdtemp(prefix=".half-", dir=folder))
            parcels.unpack(parcel, half)
            try:
                half.rename(place)
            except OSError:  # another worker was quicker
                shutil.rmtree(half)
    return place
