"""What Jinja and Python say of a template, in Chinese. What is none of the usual mistakes is quoted as it was said."""

from __future__ import annotations

import re

_TAG = r"'(\w+)'"
#: What is said → how it is told; `\1` is a name of the template's. The first that fits counts.
_SAID: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(said), told)
    for said, told in (
        (rf"Unexpected end of template\..*needs to be closed is {_TAG}", r"{% \1 %} 没有结束，缺 {% end\1 %}"),
        (r"Unexpected end of template", "模板没有写完"),
        (rf"Encountered unknown tag '(?:end)(\w+)'.*needs to be closed is {_TAG}", r"这里是 {% end\1 %}，该结束的却是 {% \2 %}"),
        (rf"Encountered unknown tag {_TAG}", r"没有 {% \1 %} 这种写法，或它不该在这里"),
        (rf"No filter named {_TAG}", r"没有“|\1”这个过滤器，或这里不让用"),
        (rf"No test named {_TAG}", r"没有“is \1”这种判断"),
        (rf"block {_TAG} defined twice", r"{% block \1 %} 写了两次"),
        (r"expected token '(.+)', got 'end of (?:statement block|print statement)'", r"写到一半就结束了，这里应当是“\1”"),
        (r"expected token 'end of (?:statement block|print statement)', got '(.+)'", r"多了“\1”，或它前面缺了什么"),
        (r"expected token '(.+)', got '(.+)'", r"这里应当是“\1”，却是“\2”"),
        (r"unexpected char '(.+)' at", r"不认得“\1”：多半是全角的标点，请用半角"),
        (r"unexpected 'end of (?:statement block|print statement)'|Expected an expression", "花括号里缺内容"),
        (r"unexpected '(.+)'", r"不该有“\1”"),
        (r"Missing end of comment tag", "注释 {# 没有结束，缺 #}"),
        (r"Missing end of raw directive", "{% raw %} 没有结束，缺 {% endraw %}"),
        (r"division by zero|modulo by zero", "除数是零"),
        (r"unsupported operand type|can only concatenate|must be str, not|not supported between", "两样不同的东西不能一起算或比"),
        (r"object (?:is not|does not support|cannot)", "这样东西不能这样用"),
        (r"(?:missing \d+ required|takes (?:from |no |\d+)|unexpected keyword)", "括号里的参数多了、少了或名字不对"),
    )
)  # fmt: skip


def in_chinese(message: str) -> str:
    """`message` in Chinese, without a full stop."""
    for pattern, told in _SAID:
        if match := pattern.search(message):
            return match.expand(told)
    return f"“{message.rstrip('.')}”" if message.isascii() else message
