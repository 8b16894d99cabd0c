"""The JSON Schema of words.yaml, from the sections that its reader knows. `make schema` writes it anew."""

from __future__ import annotations

from briefing.core import saving
from briefing.model import schema
from briefing.model.schema import DRAFT, NUMBER, ONE_OR_MORE, TEXT, JsonSchema, closed, each, text
from briefing.proofread import words
from briefing.proofread.rules import CODES

WORDS_FILE = schema.SCHEMA_FILE.with_name("words.schema.json")


def words_schema() -> JsonSchema:
    """Of words.yaml."""
    form = closed({"use": TEXT, "why": TEXT, **dict.fromkeys(words.CONTEXTS, ONE_OR_MORE)})
    form_or_use: JsonSchema = {"oneOf": [TEXT, {"type": "null"}, form]}
    days = closed({"off": ONE_OR_MORE, "work": ONE_OR_MORE})
    levels: JsonSchema = {code: {"enum": list(words.LEVELS)} for code in CODES}
    parts = {
        **{name: (text, each(form_or_use)) for name, text in words.LISTS.items()},
        "names": ("名称应有的写法：不对的写法", each(ONE_OR_MORE)),
        "allow": ("不当作错的词", ONE_OR_MORE),
        "order": ("排列有定序的名单", each(ONE_OR_MORE)),
        "levels": ("各条规则的级别；off 是不查", closed(levels)),
        "thresholds": ("段落多长算长、报告之间差多少倍算差", closed(dict.fromkeys(words.THRESHOLDS, NUMBER))),
        "holidays": ("放假和调休的日子", {**closed({}), "patternProperties": {"^[0-9]{4}$": days}}),
    }
    described = {key: {"description": text, **value} for key, (text, value) in parts.items()}
    return {**DRAFT, "title": "校对的词表 words.yaml", **closed(described)}


if __name__ == "__main__":
    saving.save(WORDS_FILE, text(words_schema()).encode(), mode=0o644)
