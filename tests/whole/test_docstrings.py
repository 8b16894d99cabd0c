"""What a docstring names is there: classes that are raised, modules."""

from __future__ import annotations

import builtins
import re
from fnmatch import fnmatch

from conftest import ROOT
from product_code import modules

_RAISES = re.compile(r"Raises (?:an? )?([A-Z]\w+(?:(?:, | or | and )[A-Z]\w+)*)")
_MODULE = re.compile(r"(?<![\w/])([a-z_*]+\.py)\b")
_PATH = re.compile(r"(?<![\w/])((?:[a-z_]+/)+[a-z_]+\.py)\b")
_NAME = re.compile(r"[A-Z]\w+")
#: ElementTree.ParseError; an errno.
_OTHERS = {"ParseError", "EBUSY"}


def test_what_is_raised_is_a_class() -> None:
    known = {name for module in modules() for name in module.every_class} | set(dir(builtins)) | _OTHERS
    said = [(module.name, found) for module in modules() for text in module.docstrings for found in _RAISES.finditer(text)]
    assert len(said) > 100
    assert not [(name, found[0]) for name, found in said if not set(_NAME.findall(found[1])) <= known]


def test_a_map_of_a_package_has_all_its_modules() -> None:
    """A docstring of an `__init__.py` that says what is in modules leaves none out; `check_*.py` is all of that name."""
    held: dict[str, list[str]] = {}
    for module in modules():
        folder, _, name = module.name.rpartition("/")
        held.setdefault(folder, []).append(name)
    maps = {
        module.name.rpartition("/")[0]: _MODULE.findall(module.docstrings[0])
        for module in modules()
        if "/__init__" in module.name
    }
    maps = {folder: named for folder, named in maps.items() if len(named) > 2}
    assert len(maps) >= 8
    for folder, named in maps.items():
        assert not [name for name in held[folder] if not any(fnmatch(name, one) for one in ("__init__.py", *named))], folder
        assert not [one for one in named if not any(fnmatch(name, one) for name in held[folder])], folder


def test_modules_that_are_named_by_their_paths_are_there() -> None:
    files = {module.name for module in modules()}
    named = [(module.name, name) for module in modules() for text in module.docstrings for name in _PATH.findall(text)]
    assert len(named) > 10
    assert not [(by, name) for by, name in named if name.removeprefix("briefing/") not in files and not (ROOT / name).is_file()]
