"""The keys an editor may write, in `issue.yaml` and in the head of a report, collected from the model.

How a key is bound depends on its `kind`:

    text         one string                       texts        one string or a list of strings
    int          17, 第17期, 400份                 number       an issue number: leading zeros set `digits`
    year         2022, 2022年
    date         2022-05-13, 2022年5月13日         choice       one of `choices`
    line         one line; `|` forces a break     lines        one line, a list, or the lines of a block
    file         a file of the issue folder       contents     a style, or {style, heading}
    leaf         true, A3 or false: the format of its pages
    sections, reports, attachments, recipients, print, archive, steps    structures of their own
"""

from __future__ import annotations

import dataclasses
import re

from briefing.core.records import dataclass
from briefing.model import bulletin, issue_parts


@dataclass(frozen=True, slots=True)
class Field:
    """One key: how it is written, bound and explained. `group` is the heading it is documented under."""

    key: str
    attribute: str
    kind: str
    text: str
    example: str
    choices: tuple[str, ...]
    group: str
    names: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What it is called in Chinese: the word that its description begins with, or its first name where that is none."""
        word = re.split("[；，：、]", self.text)[0]
        plain = len(word) <= 4 and not self.choices and self.kind != "recipients"
        return word if plain or not self.names else self.names[0]


def declared(owner: type, group: str) -> tuple[Field, ...]:
    """The keys that the model class `owner` declares, in its order."""
    return tuple(
        Field(
            item.metadata["key"] or item.name,
            item.name,
            item.metadata["kind"],
            item.metadata["text"],
            item.metadata["example"],
            item.metadata["choices"],
            group,
            item.metadata["names"],
        )
        for item in dataclasses.fields(owner)
        if item.metadata
    )


#: What may be written for `wide:`, small letters → a key of `sheet.LEAVES`, "" for no other pages than the house's.
LEAF_VALUES = {
    "true": "wide", "yes": "wide", "on": "wide", "是": "wide", "a4": "wide", "宽页": "wide", "a3": "foldout", "折页": "foldout",
    "false": "", "no": "", "off": "", "否": "", "": "",
}  # fmt: skip

#: `reports` may stand at the top of issue.yaml too, when there are no sections.
REPORTS = Field(
    "reports",
    "articles",
    "reports",
    "不分栏目时的报告文件，按先后排列；不写则收入全部报告，按文件名排列",
    "01-nanjing.md",
    (),
    "内容",
    ("报告", "报道", "稿件", "文章", "文件"),
)

ISSUE = (
    *declared(bulletin.Issue, "内容"),
    REPORTS,
    *declared(issue_parts.Number, "期号"),
    *declared(issue_parts.Masthead, "报头"),
    *declared(issue_parts.Colophon, "版记"),
)
HEAD = declared(bulletin.Article, "报告开头")
SECTION = declared(bulletin.Section, "栏目")
ATTACHMENT = declared(bulletin.Attachment, "附件")
CONTENTS = declared(issue_parts.Contents, "目录")
PRINT = declared(issue_parts.PrintWishes, "印刷")
FILING = declared(issue_parts.Filing, "归档")
FILING_STEP = declared(issue_parts.FilingStep, "办理过程")

#: The house itself cannot be a default of the house; nor what it says by its own `print:` and `archive:`. Everything else can.
DEFAULTS = tuple(
    item for item in ISSUE if item.key not in ("house", "sections", "reports", "attachments", "front", "print", "archive")
)
