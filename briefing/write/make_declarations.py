"""`python -m briefing.write.make_declarations` writes declarations.py anew: for another WeasyPrint, or another cffi.

What it writes depends on WeasyPrint's declarations and cffi's form alone, not on the machine; a test compares.
"""

from __future__ import annotations

import contextlib
import io
import tempfile
from pathlib import Path
from typing import Any

from briefing.write.quickstart import digest

FILE = Path(__file__).with_name("declarations.py")
_HEAD = '''\
"""WeasyPrint's C declarations as cffi compiles them: written by `make declarations`, not by hand. See quickstart.py."""

#: SHA-256 of the declarations that these stand for.
SOURCE = "{digest}"
# fmt: off
# ruff: noqa
'''


def rendered() -> str:
    """declarations.py for the WeasyPrint and the cffi that are installed."""
    import cffi

    source = _declared()
    builder = cffi.FFI()
    builder.cdef(source)
    builder.set_source("declarations", None)
    with tempfile.TemporaryDirectory(prefix="briefing-") as folder:
        path = Path(folder, "declarations.py")
        with contextlib.redirect_stdout(io.StringIO()):  # cffi reports on stdout
            builder.emit_python_code(str(path))
        body = path.read_text("utf-8")
    return _HEAD.format(digest=digest(source)) + body


def _declared() -> str:
    """What weasyprint.text.ffi hands to `cdef`."""
    import importlib
    import sys

    import cffi

    found: list[str] = []

    class Listening(cffi.FFI):  # type: ignore[misc]
        def cdef(self, source: str, *args: Any, **options: Any) -> None:
            found.append(source)
            super().cdef(source, *args, **options)

    name, stock = "weasyprint.text.ffi", cffi.FFI
    before = sys.modules.pop(name, None)
    cffi.FFI = Listening
    try:
        importlib.import_module(name)
    finally:
        cffi.FFI = stock
        if before is not None:
            sys.modules[name] = before
    (source,) = found
    return source


if __name__ == "__main__":
    FILE.write_text(rendered(), "utf-8")
