"""Rules about inks: which there are, what prints over what, how much lies on one place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.house.print_settings import taken_ink
from briefing.preflight.page_facts import ALL, is_rgb, used
from briefing.preflight.promise import Problem, Promise, Rule, on
from briefing.preflight.survey import Survey

#: From so much black on, other inks under it are a mistake.
_DARK = 0.8
#: Per cent by which JPEG makes a picture's ink more than it was.
ROUNDING = 3.0
#: Endings that makers of inks add to a name for a paper, which are no other ink.
_PAPERS = re.compile(r"(?:c|u|m|cv|cvc|cvu|cp|up|ec|pc)$")


def _colors(facts: Survey, promise: Promise) -> Iterator[Problem]:
    for page in facts.pages:
        for use in page.uses:
            if use.is_rgb:
                yield on(page, use.object, f"用了 RGB（{use.color.space}）", "preflight-rgb", at=use.at)
        for picture in page.pictures:
            if is_rgb(picture.space):
                yield on(page, picture.object, f"图片是 RGB（{picture.space}）", "preflight-rgb", at=picture.at)


def _inks(facts: Survey, promise: Promise) -> Iterator[Problem]:
    for page in facts.pages:
        for object, at, inks in used(page):
            if ALL in inks:
                message = "用了套准色（All），每一块版上都会印；它只用于裁切线外的套准标记"
                if _inside(page.on_paper(at), page.boxes.get("TrimBox", page.boxes["MediaBox"])):
                    yield on(page, object, message, "preflight-registration", at=at)
            if promise.inks is not None:
                for ink in sorted(inks - promise.inks - {ALL}):
                    yield on(page, object, f"用了通知单上没有的墨“{ink}”", "preflight-ink", at=at)


def _inside(at: tuple[float, float] | None, trim: tuple[float, float, float, float]) -> bool:
    return at is None or (0 <= at[0] <= trim[2] - trim[0] and 0 <= at[1] <= trim[3] - trim[1])


def _spots(facts: Survey, promise: Promise) -> Iterator[Problem]:
    """One ink under two names, or two inks under one, are two plates, or one too few."""
    written: dict[str, str] = {}
    shown: dict[str, str] = {}
    for spot in facts.spots:
        if not spot.readable:
            yield Problem("preflight-spot-name", f"专色的名称“{spot.name}”不是 UTF-8，各家机器读出来不一样")
        if spot.name in (ALL, "None", "Cyan", "Magenta", "Yellow", "Black"):
            continue
        if taken_ink(spot.name):
            yield Problem("preflight-spot-name", f"专色叫“{spot.name}”，会与四色里的同名墨混淆")
        plain = _plain(spot.name)
        other = written.setdefault(plain, spot.name)
        if other != spot.name:
            both = "”和“".join(sorted((other, spot.name)))
            yield Problem("preflight-spot-name", f"专色“{both}”看来是同一种墨，会分成两块版")
        if spot.alternate is None:
            continue
        tint = shown.setdefault(spot.name, spot.alternate)
        if tint != spot.alternate:
            yield Problem("preflight-spot-name", f"专色“{spot.name}”有两种替代色（{tint}；{spot.alternate}），不知道是哪一种墨")


def _plain(name: str) -> str:
    """A name without what does not tell inks apart: case, spaces, signs, the ending for a paper."""
    letters = re.sub(r"[\W_]+", " ", name.casefold()).strip()
    word, _, last = letters.rpartition(" ")
    return (word if word and _PAPERS.fullmatch(last) else letters).replace(" ", "") or name


def _overprint(facts: Survey, promise: Promise) -> Iterator[Problem]:
    for page in facts.pages:
        for use in page.uses:
            color = use.color
            if color.white and use.overprint:
                what = "白字" if use.kind == "text" else "白色"
                yield on(page, use.object, f"{what}设了叠印，印出来会消失", "preflight-white-overprint", at=use.at)
            elif color.space == "DeviceGray" and color.values == (0,):
                yield on(page, use.object, "黑色是灰度，不能叠印", "preflight-overprint", at=use.at)
            elif color.space == "DeviceGray" and use.overprint and color.inks:
                yield on(page, use.object, "灰色是灰度，又设了叠印，各家机器印得不一样", "preflight-overprint", at=use.at)
            if color.space == "DeviceCMYK" and color.values == (0, 0, 0, 1) and not (use.overprint and use.mode == 1):
                yield on(page, use.object, "黑色没有叠印", "preflight-overprint", at=use.at)
            if color.space == "ICCBased4" and use.overprint:
                yield on(page, use.object, "带 ICC 的四色设了叠印，各家机器印得不一样", "preflight-overprint", at=use.at)


def _amounts(facts: Survey, promise: Promise) -> Iterator[Problem]:
    for page in facts.pages:
        for use in page.uses:
            values = use.color.values
            if use.color.space == "DeviceCMYK" and len(values) == 4:
                if values[3] >= _DARK and any(values[:3]):
                    yield on(page, use.object, "黑色掺了其他墨（四色黑）", "preflight-rich-black", at=use.at)
                if round(sum(values) * 100, 1) > promise.ink_limit and use.kind not in ("shading", "picture"):
                    message = f"总墨量 {sum(values):.0%}，超过 {promise.ink_limit:g}%"
                    yield on(page, use.object, message, "preflight-ink-limit", at=use.at)
        for picture in page.pictures:
            if picture.ink is not None and picture.ink > promise.ink_limit + ROUNDING:
                message = f"图片的暗处总墨量 {picture.ink:.0f}%，超过 {promise.ink_limit:g}%"
                yield on(page, picture.object, message, "preflight-ink-limit", Severity.WARNING, picture.at)


def _stacks(facts: Survey, promise: Promise) -> Iterator[Problem]:
    for page in facts.pages:
        for stack in page.stacks:
            if stack.ink > promise.ink_limit + ROUNDING:
                message = f"与底下的叠在一起，总墨量可达 {stack.ink:.0f}%，超过 {promise.ink_limit:g}%"
                yield on(page, stack.object, message, "preflight-ink-limit", Severity.WARNING, stack.at)


RULES: tuple[Rule, ...] = (_colors, _inks, _spots, _overprint, _amounts, _stacks)
