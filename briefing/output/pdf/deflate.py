"""Streams, deflated."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any

import pydyf

#: zlib's own default; the highest gives files 1 % smaller in three times the time.
_LEVEL = 6


def stream(data: bytes, extra: Mapping[str, Any] | None = None) -> Any:
    """`data` as a compressed stream object."""
    return pydyf.Stream([zlib.compress(data, _LEVEL)], {**(extra or {}), "Filter": "/FlateDecode"})
