"""A process that builds one issue after another for a worker, and stays warm between them: it has one thread, so that its clock
and its children work as they do on the command line. Requests come in by stdin, a line of JSON each; answers leave by stdout."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from briefing.core import bounds


def main() -> None:
    from briefing.building.run import BuildSession
    from briefing.scaling import answers

    said = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    with BuildSession(beside=False) as session:  # a worker has a task for each of its processors
        for line in sys.stdin.buffer:
            asked = json.loads(line)
            result = session.attempt(Path(asked["issue"]), asked["output"], tuple(asked["formats"]))
            data = answers.written(result)
            said.write(json.dumps({"bytes": len(data), "megabytes": bounds.resident()}).encode() + b"\n" + data)
            said.flush()


if __name__ == "__main__":
    main()
