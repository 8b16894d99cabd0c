"""Pictures that tests compare."""

from __future__ import annotations

from PIL import Image


def brightest(grey: Image.Image) -> float:
    """The highest value of a picture with one channel: of a difference, the worst."""
    found = grey.getextrema()[1]
    assert not isinstance(found, tuple), f"{grey.mode} has several channels"
    return found
