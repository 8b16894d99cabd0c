"""What our own DOCX says in a place that the house fills, and its sources now say otherwise: numbers before headings and the
contents follow what stands there, masthead and 版记 are issue.yaml's, and whatever else is missing is lost."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefing.core.errors import Findings, Severity, Span
from briefing.importing import account
from briefing.importing.flow import Flow, Para
from briefing.importing.session import note_lost
from briefing.importing.style_kinds import Kinds

#: Made from the titles of reports and attachments.
_OF_TITLES = {"contents-entry", "attachment-note", "attachment-item"}
_OF_ISSUE = {
    "mark", "overline", "nameplate", "number", "special", "imprint", "contents-heading", "contents-section", "section",
    "recipients", "editors", "serial",
}  # fmt: skip

#: A label before words has no more characters.
_LABEL = 8


def note(lost: Sequence[account.Lost], said: str, flow: Flow, kinds: Kinds, findings: Findings) -> None:
    """A finding for each of the `lost` words that says what to do about them. `said`: all that the sources make."""
    for entry in lost:
        para = _paragraph(entry, flow)
        kind, place = kinds.kind(para) if para is not None else "", Span(flow.file, max(1, entry.number), 1)
        if _page_number(entry, said) or (para is not None and _is_said(entry, para, kinds, said)):
            continue
        if kind in _OF_TITLES:
            message = f"要目、附件说明由标题排出，这一行与标题不同，没有照抄：{entry.text}"
            hint = "标题改过的，不用再改；只改了这一行的，请改标题。"
            findings.add("import-aside", message, place, hint, Severity.NOTE)
        elif kind in _OF_ISSUE:
            message = f"报头、版记、栏目由 issue.yaml 排出，这里写的与它不同：{entry.text}"
            findings.add("import-lost", message, place, "请自己改 issue.yaml。", Severity.WARNING)
        else:
            note_lost([entry], flow.file, findings)


def _paragraph(entry: account.Lost, flow: Flow) -> Para | None:
    """The paragraph that says it; those of notes are counted by themselves in the second reading."""
    words = account.folded(entry.text)
    texts = ((para, account.folded(para.text)) for para in flow.paragraphs())
    saying = [para for para, text in texts if words in text or (len(text) > _LABEL and words.endswith(text))]
    return next((para for para in saying if para.number == entry.number), saying[0] if saying else None)


def _is_said(entry: account.Lost, para: Para, kinds: Kinds, said: str) -> bool:
    """Whether it is said but for the label before it, which is made anew with the pages."""
    words = account.folded(entry.text)
    text = account.folded(para.text[len(kinds.label(para)) :])
    return text != "" and words.endswith(text) and len(words) - len(text) <= _LABEL and text in account.folded(said)


def _page_number(entry: account.Lost, said: str) -> bool:
    """Whether it is said but for the page number behind it, which is filled in when pages are made."""
    bare = re.sub(r"\s*\d{1,3}$", "", entry.text)
    return bare != entry.text and not account.lost([account.AccountedText(1, bare)], said)
