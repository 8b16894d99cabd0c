"""What fonts/metrics.json and fonts/optional.json hold, as fonts/build.py writes them."""

from __future__ import annotations

from typing import TypedDict


class FaceMetrics(TypedDict):
    """A face of `fonts/metrics.json`; `advances` of characters that are not as wide as most, 1/`units_per_em`."""

    role: str
    weight: int
    family: str
    file: str
    coverage: list[int]
    advances: dict[str, int]
    default_advance: int
    halves: dict[str, str]
    sha256: str
    ascent: int
    descent: int
    units_per_em: int


class Metrics(TypedDict):
    """`fonts/metrics.json`."""

    faces: dict[str, FaceMetrics]
    roles: dict[str, dict[str, str]]
    chains: dict[str, list[str]]
    bold_chains: dict[str, list[str]]
    fits: dict[str, list[float]]
    fitted: list[str]


class OptionalMetrics(TypedDict):
    """A face of `fonts/optional.json`."""

    family: str
    file: str
    package: str
    sha256: str
    raise_by: float
    default_advance: int
    coverage: list[int]


class OptionalList(TypedDict):
    """`fonts/optional.json`."""

    chains: dict[str, list[str]]
    faces: dict[str, OptionalMetrics]
