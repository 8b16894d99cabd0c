"""Streams, deflated."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any

import pydyf

#: zlib's own default; the highest gives files 1 % smaller in three times the time.
_LEVEL = 6


def deflated(data: bytes) -> bytes:
    return zlib.compress(data, _LEVEL)


def stream(data: bytes, extra: Mapping[str, Any] | None = None) -> Any:
    """`data` as a compressed stream object."""
    return pydyf.Stream([deflated(data)], {**(extra or {}), "Filter": "/FlateDecode"})
