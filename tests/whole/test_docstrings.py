"""What a docstring says is raised is a class that there is."""

from __future__ import annotations

import builtins
import re

from product_code import modules

_RAISES = re.compile(r"Raises (?:an? )?([A-Z]\w+(?:(?:, | or | and )[A-Z]\w+)*)")
_NAME = re.compile(r"[A-Z]\w+")
#: ElementTree.ParseError; an errno.
_OTHERS = {"ParseError", "EBUSY"}


def test_what_is_raised_is_a_class() -> None:
    known = {name for module in modules() for name in module.every_class} | set(dir(builtins)) | _OTHERS
    said = [(module.name, found) for module in modules() for text in module.docstrings for found in _RAISES.finditer(text)]
    assert len(said) > 100
    assert not [(name, found[0]) for name, found in said if not set(_NAME.findall(found[1])) <= known]
