"""A fast import of WeasyPrint, without a copy or a patch of it.

Two thirds of the import go into two things a bulletin never needs. Both are settled from outside, by what
the names `cffi.FFI` and `fontTools.*` mean while WeasyPrint is being imported, and only then:

declarations  cffi parses WeasyPrint's C declarations in Python at every start. Here they are compiled once
              into a module in the cache folder (cffi's own out-of-line ABI mode), named by the digest of
              declarations and version: others than those it was made from never meet it.
fontTools     is called only for woff, variable, bitmap and colour fonts, and where libharfbuzz-subset is
              missing. Its names are stand-ins that import the real ones when first used.

Where anything is not as expected, the plain import happens: slower, the same result.
`BRIEFING_PLAIN_IMPORT=1` asks for it.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from types import ModuleType
from typing import Any

#: What WeasyPrint 70 takes from fontTools while it is imported: module → names.
_LATE = {
    "fontTools": ("subset",),
    "fontTools.ttLib": ("TTFont", "TTLibError", "ttFont", "woff2"),
    "fontTools.varLib": (),
    "fontTools.varLib.instancer": ("instantiateVariableFont",),
}
_USERS = ("weasyprint.text.fonts", "weasyprint.pdf.fonts")


def import_weasyprint(cache: Path) -> ModuleType:
    """The module `weasyprint`. Raises what its import raises."""
    if "weasyprint" in sys.modules or os.environ.get("BRIEFING_PLAIN_IMPORT"):
        return importlib.import_module("weasyprint")
    with _prepared_declarations(cache), _late_fonttools():
        return importlib.import_module("weasyprint")


# --- C declarations


class _PreparedFFI:
    """Stands for `cffi.FFI` until `cdef` is called, then for the compiled declarations."""

    def __init__(self, stock: Any, cache: Path) -> None:
        self._stock = stock
        self._cache = cache
        self._ffi: Any = None

    def cdef(self, source: str, *args: Any, **options: Any) -> None:
        if self._ffi is None and not args and not options:
            self._ffi = _compiled(self._stock, self._cache, source)
        if self._ffi is None:
            self._ffi = self._stock()
            self._ffi.cdef(source, *args, **options)

    def __getattr__(self, name: str) -> Any:
        if self._ffi is None:
            self._ffi = self._stock()
        return getattr(self._ffi, name)


@contextmanager
def _prepared_declarations(cache: Path) -> Iterator[None]:
    import cffi

    stock = cffi.FFI
    cffi.FFI = lambda *args, **options: stock(*args, **options) if args or options else _PreparedFFI(stock, cache)
    try:
        yield
    finally:
        cffi.FFI = stock
    module = sys.modules.get("weasyprint.text.ffi")
    if module is not None and isinstance(prepared := vars(module).get("ffi"), _PreparedFFI):
        vars(module)["ffi"] = prepared._ffi


def _compiled(stock: Any, cache: Path, source: str) -> Any:
    """The ready-made FFI for exactly these declarations, made now if need be; None where that fails."""
    import cffi  # refuses to load beside a backend of another version

    versions = f"{cffi.__version__} {sys.implementation.cache_tag}"
    name = "declarations_" + hashlib.sha256(f"{versions}\n{source}".encode()).hexdigest()[:16]
    path = cache / f"{name}.py"
    try:
        if not path.exists():
            builder = stock()
            builder.cdef(source)
            builder.set_source(name, None)
            draft = cache / f"{name}.{os.getpid()}.py"
            with redirect_stdout(io.StringIO()):  # cffi reports on stdout
                builder.emit_python_code(str(draft))
            draft.replace(path)
        spec = importlib.util.spec_from_file_location(name, path)
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module.ffi
    except Exception:  # a full disk, a spoilt file, another cffi: the stock way always works
        return None


# --- fontTools


class _Late:
    """Stands for one name of fontTools; the first use puts the real names everywhere."""

    def __init__(self, module: str, name: str) -> None:
        self._place = (module, name)

    def __call__(self, *args: Any, **options: Any) -> Any:
        return _real(*self._place)(*args, **options)

    def __getattr__(self, name: str) -> Any:
        return getattr(_real(*self._place), name)


def _real(module: str, name: str) -> Any:
    for user in _USERS:
        names = vars(sys.modules[user])
        for key, value in list(names.items()):
            if isinstance(value, _Late):
                names[key] = _import(*value._place)
    return _import(module, name)


def _import(module: str, name: str) -> Any:
    found = getattr(importlib.import_module(module), name, None)
    return found if found is not None else importlib.import_module(f"{module}.{name}")


@contextmanager
def _late_fonttools() -> Iterator[None]:
    if any(name.partition(".")[0] == "fontTools" for name in sys.modules):
        yield
        return
    for name, contents in _LATE.items():
        module = ModuleType(name)
        module.__path__ = []  # submodules are looked for, and those not listed are not found
        vars(module).update({item: _Late(name, item) for item in contents})
        sys.modules[name] = module
    try:
        yield
    finally:
        for name in _LATE:
            sys.modules.pop(name, None)
