"""The rules, by what they look at; the code is the module's name with hyphens. A module's docstring is its manual page."""

from __future__ import annotations

from briefing.core.code import Rule

GROUPS: dict[str, tuple[Rule, ...]] = {
    "标点": (
        "pair-unbalanced", "mark-half-width", "mark-ellipsis", "mark-dash", "quote-separator", "repeat-mark",
        "heading-stop", "paragraph-unended", "space-han",
    ),
    "数字和日期": (
        "char-full-width", "char-lookalike", "space-digit", "range-hyphen", "document-number", "date-impossible",
        "date-backwards", "date-weekday", "date-future", "date-padded", "year-short", "redundant-limit", "redundant-about",
        "decrease-times", "percent-point", "rate-over", "figure-change", "count-listed", "figure-table", "figure-elsewhere",
        "unit-letters", "cell-minus",
    ),
    "层次和序号": ("sequence-gap", "sequence-repeat", "sequence-level", "sequence-mark"),
    "用词": (
        "word-wrong", "word-confused", "word-homophone", "word-forbidden", "repeat-word", "name-required", "abbreviation-phrase",
        "abbreviation-early", "abbreviation-two", "order-places", "order-titles",
    ),
    "篇章": ("text-unfinished", "contents-differ", "attachment-absent", "lead-uneven", "paragraph-long", "report-long"),
    "各期之间": ("issue-number", "issue-serial", "issue-holiday", "issue-item"),
    "校对本身": ("excuse-unused",),
}  # fmt: skip

#: Every code, in the order of the manual.
CODES: tuple[Rule, ...] = tuple(code for group in GROUPS.values() for code in group)
