"""编号没有接着上一期增加

编号（苏简字1004号）里的数应当比以前各期大，不能重复。只与 issues/ 里同一版式的各期比；没有写编号的一期排的是版式里的编号，
也算用了它。

错：
    本期：number: 17
    本期：serial: 苏简字1004号
    上期：number: 16
    上期：serial: 苏简字1004号
对：
    本期：number: 17
    本期：serial: 苏简字1004号
    上期：number: 16
    上期：serial: 苏简字1003号
改法：核对编号。
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.model.serials import following_serial, serial_of
from briefing.proofread.rule import Finding, Galley, Rule


def _find(galley: Galley) -> Iterator[Finding]:
    serial, issued, stated = galley.issue.colophon.serial, galley.date, galley.keys.get("serial")
    own = serial_of(serial)
    span = stated or galley.keys.get("number") or galley.keys.get("date") or galley.issue.span
    if own is None:
        return
    for other in galley.neighbours:
        theirs = serial_of(other.serial)
        later = bool(issued and other.date and other.date > issued)
        if theirs is None or theirs.before != own.before:
            continue
        if theirs.number == own.number and not later:
            if stated:
                yield Finding(f"编号与 {other.name} 的重复", "请核对编号。", span=span)
            else:
                hint = f"请写本期的编号，如 {following_serial(serial)}（issue.yaml 的 serial）。"
                yield Finding(f"没有写编号，会排版式里的 {serial}，{other.name} 已经用了它", hint, span=span)
            return
        if stated and issued and other.date and other.date < issued and theirs.number > own.number:
            yield Finding(f"编号比以前的 {other.name}（{other.serial}）小", "请核对编号。", span=span)
            return


RULE = Rule(Severity.WARNING, whole=_find)
