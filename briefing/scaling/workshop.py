"""On a worker: homes unpacked once, and warm processes that build in them.

A task has threads around it and shares its process with whatever else the cluster runs; what sets pages does neither.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from briefing.building.ancestry import running
from briefing.building.run import FailedIssue
from briefing.core.errors import Diagnostic, ExitCode, InputError
from briefing.files import cache
from briefing.scaling import answers, parcels
from briefing.storage.disk import reason

#: Seconds by the wall's clock for one issue, as in `building/lanes`.
PATIENCE = 600.0
#: MB that a warm process may have in use before it is ended.
PROCESS_MB = 400.0
ANSWER = "answer.json"
#: What a worker lacks, in place of outputs.
TROUBLE = "trouble.json"

_idle: defaultdict[str, queue.SimpleQueue[_WarmProcess]] = defaultdict(queue.SimpleQueue)
_unpacking = threading.Lock()


def program() -> dict[str, str]:
    """What is installed here: outputs of two machines are the same where this is."""
    return running()


class BuildOrder(NamedTuple):
    """What is asked of a worker: the issue `name` with its parcel's digest, in the home of that digest. `epoch`:
    SOURCE_DATE_EPOCH, "" for none."""

    name: str
    issue: str
    home: str
    formats: tuple[str, ...]
    epoch: str


def make(order: tuple[str, str, str, tuple[str, ...], str], issue: bytes, home: bytes) -> bytes:
    """Do what was ordered, given the parcels. The parcel that comes back has the outputs with their manifest, and the answer;
    or what this worker lacks, so that another is asked. b"": the process was lost."""
    asked = BuildOrder(*order)
    try:
        if parcels.digest(issue) != asked.issue:
            return _lacking("送来的稿件在路上坏了")
        return _made(asked, issue, _unpacked(home, asked.home))
    except InputError as error:
        return _lacking(error.diagnostics[0].message)
    except OSError as error:
        return _lacking(reason(error))


def _lacking(what: str) -> bytes:
    """`what`: as a sentence goes on (Chinese)."""
    from distributed import get_worker

    return parcels.packed({TROUBLE: json.dumps({"worker": get_worker().address, "said": what}).encode()})


def _made(asked: BuildOrder, issue: bytes, place: Path) -> bytes:
    """Raises OSError for what the disk of this worker refuses."""
    name, epoch = asked.name, asked.epoch
    key = f"{place}\0{epoch}"
    with tempfile.TemporaryDirectory(prefix="briefing-") as folder:
        source, output = Path(folder, "issues", name), Path(folder, "build")
        parcels.unpack(issue, source)
        try:
            process = _idle[key].get_nowait()
        except queue.Empty:
            process = _WarmProcess(place, epoch)
        try:
            answer = process.ask({"issue": str(source), "output": str(output), "formats": asked.formats})
        except (OSError, ValueError, EOFError):
            process.end()
            return b""
        result = answers.read(answer, name)
        if isinstance(result, FailedIssue) and result.exit_code in (ExitCode.OUTPUT, ExitCode.TOOL):
            return _lacking(result.diagnostics[0].message)
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


def _unpacked(parcel: bytes, digest: str) -> Path:
    """The home, unpacked where nobody else can write, once for all tasks and all runs. Raises OSError, and InputError where it is
    not what was sent."""
    folder = cache.working() / "homes"
    place = folder / digest
    with _unpacking:
        if not (place.is_dir() and parcels.lies(parcel, place)):
            if parcels.digest(parcel) != digest:
                raise InputError(Diagnostic("dask-answer", "送来的版式和字体在路上坏了", hint=parcels.REMEDY))
            place.mkdir(0o700, parents=True, exist_ok=True)
            parcels.unpack(parcel, place)
    return place
