"""What a name that nothing has was probably meant to be. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable
from pathlib import PurePosixPath

#: A key or a command with one or two slips in it.
_NEAR = 0.6


def folded(name: str) -> str:
    """The name without what people do not see as a difference: case, width, the way an accent is stored, spaces."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def nearest(name: str, known: Iterable[str]) -> str:
    """The one of `known` that is meant by `name`, "" for none."""
    return next(iter(similar(name, known, 1)), "")


def advice(name: str, known: Collection[str], listed: str) -> str:
    """What to do about a name that is none of `known`: the one that is meant, or all of them, which are called `listed`."""
    near = nearest(name, known)
    return f"是不是“{near}”？" if near else f"{listed}：{'、'.join(known)}。"


def similar(name: str, known: Iterable[str], most: int) -> list[str]:
    """Those of `known` that may be meant by `name`, the likeliest first."""
    by_fold = {folded(one): one for one in known}
    return [by_fold[one] for one in _close(folded(name), by_fold, most)]


def nearest_file(name: str, files: Iterable[str]) -> str:
    """The one of `files` that is meant by `name`, "" for none. The ending tells little: every report has the same one, and
    it is what people get wrong."""
    files = list(files)
    for same in (folded, _stem, _unnumbered):
        wanted = same(name)
        found = [file for file in files if wanted and same(file) == wanted]
        if found:
            return found[0]
    by_stem = {_stem(file): file for file in files}
    near = _close(_stem(name), by_stem, 1)
    return by_stem[near[0]] if near else ""


def _close(name: str, known: Iterable[str], most: int) -> list[str]:
    import difflib  # needed only where somebody slipped

    return difflib.get_close_matches(name, list(known), n=most, cutoff=_NEAR)


def _stem(name: str) -> str:
    """Without the folder and every ending: 04-乐清.md.txt → 04-乐清."""
    last = folded(PurePosixPath(name.replace("\\", "/")).name).replace("。", ".")
    return last.partition(".")[0] or last


def _unnumbered(name: str) -> str:
    """Without the number that puts reports in order, too."""
    return _stem(name).lstrip("0123456789-_、")
