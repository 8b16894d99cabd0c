"""Words of others on a terminal: names, lines and values are quoted there, and none of them may act on it.

A control sequence moves the cursor, sets the title, hides what follows; a bidi control turns the order of a line around; a line
break in a name begins a line that looks like ours. Each is shown as a sign instead.
"""

from __future__ import annotations

import json
import re
import shlex

#: Controls (C0, DEL, C1), signs without a shape that change what stands beside them, other line ends, and halves of surrogate
#: pairs, as which undecodable bytes of a file name come.
_ACTS = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e0fff\ud800-\udfff]"
)


def visible(text: str, keep: str = "\t") -> str:
    """`text` with a sign for every character that would act on a terminal, ␛ for C0 and [U+202E] for the others; those in `keep`
    stay."""
    return _ACTS.sub(lambda found: found[0] if found[0] in keep else _sign(found[0]), text)


def _sign(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"[U+{code:04X}]"


def shell(text: str) -> str:
    """`text` as one word of a command that is shown to be typed."""
    if _ACTS.search(text) is None:
        return shlex.quote(text)
    quoted = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"$'{_ACTS.sub(_octets, quoted)}'"


def _octets(found: re.Match[str]) -> str:
    undecoded = "\udc80" <= found[0] <= "\udcff"  # a byte of a name that is not UTF-8
    return "".join(f"\\x{byte:02x}" for byte in found[0].encode("utf-8", "surrogateescape" if undecoded else "surrogatepass"))


def dump_json(value: object, indent: int | None = 2) -> str:
    """JSON to be read by people, too: Han as it is, whatever acts on a terminal by its number (RFC 8259 §7). With `indent` None
    it is one line."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _ACTS.sub(lambda found: found[0] if found[0] == "\n" else json.dumps(found[0])[1:-1], text)
