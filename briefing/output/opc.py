"""A canonical zip: the same parts give the same bytes, whatever the clock, time zone, platform or hash
seed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

#: Read first by every consumer of an OPC package (ECMA-376 part 2, §10.1.2.2 recommends it for streaming).
_FIRST = ("[Content_Types].xml", "_rels/.rels")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date zip can tell
_UNIX = 3
_MODE = 0o100644 << 16


def canonical_zip(parts: Mapping[str, bytes], packed: tuple[str, ...] = ()) -> bytes:
    """Zip `parts` (name → contents) in a fixed order with fixed dates, modes and compression. Those whose names end in one of
    `packed` are small already, and stored as they are."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(parts, key=lambda name: (_rank(name), name)):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = _UNIX  # zipfile writes the platform's otherwise
            entry.external_attr = _MODE
            method = zipfile.ZIP_STORED if name.endswith(packed) else zipfile.ZIP_DEFLATED
            archive.writestr(entry, parts[name], method, compresslevel=9)
    return buffer.getvalue()


def _rank(name: str) -> int:
    return _FIRST.index(name) if name in _FIRST else len(_FIRST)
