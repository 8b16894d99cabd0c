"""What comes as JSON is read as what it is, or refused."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.core import plain

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
#: Each reader, and what it takes.
READERS: dict[str, tuple[Callable[[object], object], Callable[[object], bool]]] = {
    "entries": (plain.entries, lambda value: isinstance(value, dict)),
    "items": (plain.items, lambda value: isinstance(value, list)),
    "text": (plain.text, lambda value: isinstance(value, str)),
    "texts": (plain.texts, lambda value: isinstance(value, list) and all(isinstance(item, str) for item in value)),
    "mappings": (plain.mappings, lambda value: isinstance(value, list) and all(isinstance(item, dict) for item in value)),
    "by_name": (plain.by_name, lambda value: isinstance(value, dict) and all(isinstance(item, str) for item in value.values())),
    "number": (plain.number, lambda value: isinstance(value, int | float) and not isinstance(value, bool)),
    "whole": (plain.whole, lambda value: isinstance(value, int) and not isinstance(value, bool)),
}


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=15)
@given(VALUES)
def test_a_value_comes_back_or_is_refused(name: str, value: object) -> None:
    read, fits = READERS[name]
    found = plain.read(json.dumps(value))
    if fits(found):
        assert read(found) == found
    else:
        with pytest.raises(TypeError):
            read(found)
