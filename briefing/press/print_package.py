"""The print shop's package: one zip with all files, their checksums and the list of faces."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from briefing.output.opc import canonical_zip

#: Deflating these again takes 2 % off them, and as long as a third of all else that is done for the print shop.
_PACKED = (".pdf", ".png", ".docx")


def package(files: Mapping[str, bytes], fonts: Sequence[Mapping[str, str]]) -> bytes:
    """`fonts`: family, weight and SHA-256 of each face that is embedded."""
    listed = "".join(f"{font['family']}　{font['weight']}　{font['sha256']}\n" for font in fonts)
    parts = {**files, "fonts.txt": f"内嵌字体　字重　SHA-256\n{listed}".encode()}
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(parts.items()))
    return canonical_zip({**parts, "SHA256SUMS": sums.encode()}, _PACKED)
