"""What a field of the model says of itself: the reader, the schema and docs/fields.md go by it."""

from __future__ import annotations

from dataclasses import field
from typing import Any


def about(
    text: str, example: str = "", *, kind: str = "text", key: str = "", choices: tuple[str, ...] = (), names: str = ""
) -> dict[str, Any]:
    """Metadata of a dataclass field that an editor may write in YAML. `text` and `example` are for people.

    `kind` says how its YAML value is bound (see `briefing.model.fields`), `key` is its YAML key where that
    differs from the attribute, `choices` closes the list of values. `names` are what people call it beside the word
    that `text` begins with, separated by spaces; one of them written for the key is answered with the key.
    """
    return {"text": text, "example": example, "kind": kind, "key": key, "choices": choices, "names": tuple(names.split())}


def described(text: str, example: str = "", *, default: Any, **more: Any) -> Any:
    """An optional field with the metadata of `about`."""
    return field(default=default, metadata=about(text, example, **more))
