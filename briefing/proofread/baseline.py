"""A baseline: findings that were there before, kept quiet. Pure.

A finding is known again by its code and the text it is about, not by its line, so that editing elsewhere wakes none; a changed
paragraph speaks again. A baseline holds several issues, each under its name.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping

from briefing.core.errors import Diagnostic, InputError, Span
from briefing.proofread.rules import CODES

_VERSION = 1
Known = Mapping[str, Counter[tuple[str, str]]]


def parse(text: str, file: str) -> dict[str, Counter[tuple[str, str]]]:
    """Issue → (code, digest of the text) → how often. Raises InputError for what is no baseline."""
    try:
        document = json.loads(text)
        if document["version"] != _VERSION:
            raise ValueError("version")
        return {
            str(issue): Counter({(str(entry["code"]), str(entry["digest"])): int(entry["count"]) for entry in entries})
            for issue, entries in document["issues"].items()
        }
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        hint = "请用 --write-baseline 重新生成。"
        raise InputError(Diagnostic("baseline-broken", "这个文件不是校对基线", Span(file, 1, 1), hint)) from None


def quiet(findings: Iterable[Diagnostic], known: Counter[tuple[str, str]]) -> list[Diagnostic]:
    """The findings that are not in the baseline. What stops a build is never quiet."""
    left = Counter(known)
    kept = []
    for finding in findings:
        key = (finding.code, digest(finding))
        if finding.code in CODES and left[key] > 0:
            left[key] -= 1
        else:
            kept.append(finding)
    return kept


def render(issues: Mapping[str, Iterable[Diagnostic]], before: str = "") -> str:
    """The baseline of `issues`; those that only `before` (an older baseline) knows stay in it."""
    old = json.loads(before)["issues"] if before else {}
    document = {"version": _VERSION, "issues": {**old, **{issue: _entries(said) for issue, said in issues.items()}}}
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _entries(findings: Iterable[Diagnostic]) -> list[dict[str, str | int]]:
    said = [finding for finding in findings if finding.code in CODES]
    counts = Counter((finding.code, digest(finding)) for finding in said)
    texts = {digest(finding): _about(finding)[:30] for finding in said}
    return [{"code": code, "text": texts[key], "digest": key, "count": times} for (code, key), times in sorted(counts.items())]


def digest(finding: Diagnostic) -> str:
    return hashlib.sha256(_about(finding).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _about(finding: Diagnostic) -> str:
    """What a finding is about: the passage, or where there is none what is said."""
    return finding.passage or finding.message
