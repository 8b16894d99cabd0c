"""A fast import of WeasyPrint, without a copy or a patch of it.

Two thirds of the import go into two things a bulletin never needs. Both are settled from outside, by what
the names `cffi.FFI` and `fontTools.*` mean while WeasyPrint is being imported, and only then:

declarations  cffi parses WeasyPrint's C declarations in Python at every start. They were compiled once into a module of this
              package (`declarations.py`, cffi's own out-of-line ABI mode), which is used for exactly those declarations.
fontTools     is called only for woff, variable, bitmap and colour fonts, and where libharfbuzz-subset is
              missing. Its names are stand-ins that import the real ones when first used.

Where anything is not as expected, the plain import happens: slower, the same result.
`BRIEFING_PLAIN_IMPORT=1` asks for it.
"""

from __future__ import annotations

import hashlib
import importlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
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


def import_weasyprint() -> ModuleType:
    """The module `weasyprint`. Raises what its import raises."""
    if "weasyprint" in sys.modules or os.environ.get("BRIEFING_PLAIN_IMPORT"):
        return importlib.import_module("weasyprint")
    with _prepared_declarations(), _late_fonttools():
        return importlib.import_module("weasyprint")


# --- C declarations


class _PreparedFFI:
    """Stands for `cffi.FFI` until `cdef` is called, then for the compiled declarations."""

    def __init__(self, stock: Any) -> None:
        self._stock = stock
        self._ffi: Any = None

    def cdef(self, source: str, *args: Any, **options: Any) -> None:
        if self._ffi is None and not args and not options:
            self._ffi = _prepared(source)
        if self._ffi is None:
            self._ffi = self._stock()
            self._ffi.cdef(source, *args, **options)

    def __getattr__(self, name: str) -> Any:
        if self._ffi is None:
            self._ffi = self._stock()
        return getattr(self._ffi, name)


@contextmanager
def _prepared_declarations() -> Iterator[None]:
    import cffi

    stock = cffi.FFI
    cffi.FFI = lambda *args, **options: stock(*args, **options) if args or options else _PreparedFFI(stock)
    try:
        yield
    finally:
        cffi.FFI = stock
    module = sys.modules.get("weasyprint.text.ffi")
    if module is not None and isinstance(prepared := vars(module).get("ffi"), _PreparedFFI):
        vars(module)["ffi"] = prepared._ffi


def _prepared(source: str) -> Any:
    """The ready-made FFI for exactly these declarations; None where there is none, or cffi's runtime is not of its form."""
    try:
        from briefing.write import declarations
    except Exception:  # a runtime that does not know the form says so by an ImportError of its own kind
        return None
    return declarations.ffi if digest(source) == declarations.SOURCE else None


def digest(source: str) -> str:
    return hashlib.sha256(source.encode()).hexdigest()


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
