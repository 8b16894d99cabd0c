"""`archive:` of house.yaml, bound: 档号 become names of files, so what they are made of is looked at closely."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.house.archive_settings import FILE_NUMBER, FILE_NUMBER_PART, ArchiveStyle
from briefing.house.wording import mistakes, parts
from briefing.source import yaml_tree

if TYPE_CHECKING:
    from briefing.house.setting_binder import SettingBinder

#: Settings that 档号 are made of.
_PARTS = ("fonds", "catalogue", "category", "department_code", "retention_code")
_HINT = "档号用作文件名：只用字母、数字、汉字、短横和间隔号，不用空格、斜线、冒号、引号，不超过 40 个字。"


def archive(bind: SettingBinder, node: yaml_tree.Mapping) -> ArchiveStyle | None:
    """None if anything is wrong."""
    before = len(bind.findings.errors)
    rule = node.get("number")
    if isinstance(rule, yaml_tree.Scalar) and rule.text:
        _rule(bind, rule)
    for key in _PARTS:
        part = node.get(key)
        if isinstance(part, yaml_tree.Scalar) and part.text and not FILE_NUMBER_PART.fullmatch(part.text):
            bind.findings.add("house-value", f"{key}：“{part.text}”不能用在档号里", part.span, _HINT)
    style = bind.settings(ArchiveStyle, node)
    return style if len(bind.findings.errors) == before else None


def _rule(bind: SettingBinder, rule: yaml_tree.Scalar) -> None:
    wrong = list(mistakes(rule.text, FILE_NUMBER))
    for mistake in wrong:
        bind.findings.add("house-value", f"档号的格式{mistake.message}", rule.span, mistake.hint)
    if wrong:
        return
    plain = "".join(text for text, _ in parts(rule.text))
    if (plain and not FILE_NUMBER_PART.fullmatch(plain)) or rule.text.startswith("."):
        bind.findings.add("house-value", f"档号的格式里有不能用的字符：{rule.text}", rule.span, _HINT)
    if not {"item", "number"} & {name for _, name in parts(rule.text)}:
        hint = "请写上 {item}（件号）或 {number}（期号），否则各期的档号都一样。"
        bind.findings.add("house-value", "档号的格式里没有件号", rule.span, hint)
