"""`python -m briefing`, and the command `briefing` of an installed package."""

import atexit
import contextlib
import gc
import os
import sys
import threading
from typing import NoReturn

#: Objects that are new before the collector looks at them: modules are a hundred thousand that stay.
_NEW = 100_000


def run() -> int:
    """The command line's exit code, also where there is no command line yet. Where nothing else runs, the process ends here."""
    gc.set_threshold(_NEW)
    try:
        from briefing.cli import main
    except KeyboardInterrupt:  # Ctrl-C before there is anything to answer it
        return 130
    except ImportError as error:  # nor is there one without its library
        from briefing.core.home import complete

        print(f"运行环境里缺少程序库 {error.name}。{complete()}。", file=sys.stderr)
        return 4
    code = main()
    gc.freeze()  # what is left ends with the process, which would look it all over three times before: a tenth of a build
    if threading.active_count() == 1:
        _leave(code)
    return code


def _leave(code: int) -> NoReturn:
    """End without taking everything apart, which takes Python a twentieth of a build: the system does it in no time."""
    with contextlib.suppress(KeyboardInterrupt):
        atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, KeyboardInterrupt):  # whoever could be told was told
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    # `python -m` puts the current folder before everything else: a `yaml.py` among somebody's reports would be taken for the
    # library.
    if not sys.flags.safe_path:
        del sys.path[0]
    sys.exit(run())
