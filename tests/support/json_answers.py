"""What another program answers in JSON: a test says of what shape it is by asking for its parts."""

from __future__ import annotations

from typing import Any, TypeAlias

Json: TypeAlias = Any
