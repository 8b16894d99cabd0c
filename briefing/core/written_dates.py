"""Dates as 公文 write them. Pure."""

from __future__ import annotations

import re

#: 2022年5月13日, as 公文 say it, or in Han digits.
_DATE = re.compile(
    r"\s*[0-9〇○零一二三四五六七八九]{4}\s*年\s*[0-9一二三四五六七八九十]{1,3}\s*月(?:\s*[0-9一二三四五六七八九十]{1,3}\s*日)?\s*"
)


def is_date(text: str) -> bool:
    """Whether a line is a date, or a month, and nothing else."""
    return bool(_DATE.fullmatch(text))
