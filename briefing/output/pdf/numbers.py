"""Numbers as PDF writes them (ISO 32000-1 §7.3.3)."""

from __future__ import annotations


def number(value: float) -> str:
    """To a thousandth, without needless digits."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def numbers(*values: float) -> str:
    return " ".join(map(number, values))
