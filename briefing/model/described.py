"""How a field that an editor writes in YAML is declared, and a string that knows where he wrote it."""

from __future__ import annotations

from dataclasses import field
from typing import Any, TypeVar

from briefing.core.errors import Span

T = TypeVar("T")


def about(
    text: str, example: str = "", *, kind: str = "text", key: str = "", choices: tuple[str, ...] = (), names: str = ""
) -> dict[str, object]:
    """Metadata of a dataclass field that an editor may write in YAML. `text` and `example` are for people.

    `kind` says how its YAML value is bound (see `briefing.model.fields`), `key` is its YAML key where that
    differs from the attribute, `choices` closes the list of values. `names` are what people call it beside the word
    that `text` begins with, separated by spaces; one of them written for the key is answered with the key.
    """
    return {"text": text, "example": example, "kind": kind, "key": key, "choices": choices, "names": tuple(names.split())}


def described(text: str, example: str = "", *, default: T, **more: Any) -> T:
    """An optional field with the metadata of `about`."""
    return field(default=default, metadata=about(text, example, **more))


class LocatedText(str):
    """A plain string of an editor's that knows its place: `span` is that of its first character."""

    __slots__ = ("span",)
    span: Span

    def __new__(cls, text: str, span: Span) -> LocatedText:
        said = super().__new__(cls, text)
        said.span = span
        return said
