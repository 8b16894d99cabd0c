"""What the program says, in the words of the desk: its people have a form where others write issue.yaml, and buttons where others
have commands. Pure.

Sentences that are often heard have a turn of their own here; of what is left, a clause that only tells whoever sits at a command
line what to type is left out, since the desk does that, or shows it, by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from briefing.model import fields

_FORM = "本期设置"
_TITLES = {field.key: field.title for field in (*fields.HEAD, *fields.ISSUE)} | {"form": "体裁"}


def _field(match: re.Match[str]) -> str:
    """A key, and what stands in it, by the label of its field."""
    title = _TITLES.get(match[1])
    return f"{_FORM}的“{title}”" if title else f"{_FORM}里的 {match[1]}"


def _named(match: re.Match[str]) -> str:
    return _TITLES.get(match[0], match[0])


#: Patterns and what they become, one after the other.
_TURNS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = tuple(
    (re.compile(pattern), turn)
    for pattern, turn in (
        (r"^\w+(?=：)", _named),
        (r"(?:\d{2,3}-)?([^\s（）“”：，。/]+)\.md:(\d+)(?::\d+)?", r"\1 第 \2 行"),
        (r" ?issue\.yaml (?:的|里的|里写) ?(\w+)(?:: \{[^{}]*\{?[^{}]*\}+)?(?: 里)? ?", _field),
        (r" ?issue\.yaml 的栏目里写 form: 简讯", f"{_FORM}的原文里给栏目写 form: 简讯"),
        (r"从 issue\.yaml 里删去它，再|，从 issue\.yaml 里删去它", ""),
        (r" ?issue\.yaml ?", _FORM),
        (r"(?:版式的 ?)?words\.yaml(?: 的 ?)?", "版式的词表"),
        (r" ?house\.yaml 的 ?", "版式的 "),
        (r" ?house\.yaml ?", "版式"),
        (r"改写“# ”后面的标题", "改写标题"),
        (r"请在正文之前写一行“# 标题”，# 后空一格", "请点标题那一行，在“小标题”里选“本篇标题”"),
        (r"(?:请|再)?运行 briefing import [^，。]*，由它变成稿件", "请点“放入 Word 文件”放进来"),
        (r"再?用 briefing import 变成稿件", "再点“放入 Word 文件”放进来"),
        (r"图片本身放进本期文件夹即可", "图片本身请在稿件里点“图片”放进去"),
        (r"改动要写回本期的稿件，请加 --back；.*", "这里放的是一篇一篇的稿件；整期里改过的地方，请照着改到各篇里。"),
        (r"新建(?:一期)?(?:请运行|用) briefing new", "新建一期请回到“各期”"),
        (r"请先运行 briefing build [^。]*", "请先做“成品”"),
        (r"[；，]?或安装 LibreOffice（briefing doctor 会说怎样装）", "；或请管电脑的人装上 LibreOffice"),
        (r"运行 briefing doctor，看怎样安装", "请管电脑的人看看怎样安装"),
        (r"请?在本项目的文件夹里运行 make doctor", "请关上编辑台再打开"),
        (r"运行 briefing doctor，它会[^。；]*|运行 briefing doctor[^，。；-]*", "请管电脑的人检查一下"),
        (r"这份 YAML ", _FORM),
        (r"符合 YAML 的写法", "符合规定的写法"),
        (r"（YAML 开头除外）", "（开头两行 --- 之间的除外）"),
        (r" ?YAML 的 ?|(?<=这里的) YAML ", ""),
        (r" ?YAML ?", _FORM),
        (r" ?Markdown(?: 文件)? ?", "稿件"),
        (r"（[^（）]*(?:briefing [a-z]|--[a-z])[^（）]*）", ""),
    )
)
_COMMAND = re.compile(r"(?<!\()--[a-z]|(?<![\w./])(?:briefing|make|git|press|pip) [a-z-]|sha256sum")
#: Words of the text itself.
_QUOTED = re.compile(r"“[^“”]*”")
_OPENING = re.compile(r"^\s*或(?=[在把换写删改])")
_CLAUSE = re.compile(r"[^，；。]*[，；。]|[^，；。]+")


@lru_cache(maxsize=2_000)
def for_desk(text: str) -> str:
    """A message, a hint or a passage of the manual; "" where nothing is left of it for the desk."""
    for pattern, turn in _TURNS:
        text = pattern.sub(turn, text)
    return _without_commands(text) if _COMMAND.search(text) else text


def _without_commands(text: str) -> str:
    kept: list[str] = []
    left_out = False
    for clause in _CLAUSE.findall(text):
        if _COMMAND.search(_QUOTED.sub("", clause)):
            left_out = True
            if kept and kept[-1].endswith("，") and (kept[-1].startswith("要") or kept[-1].endswith("的，")):
                kept.pop()  # 要恢复原样，…；还没有做的，…
        else:
            kept.append(_OPENING.sub("可以", clause) if left_out else clause)
    said = "".join(kept).strip()
    return f"{said[:-1]}。" if left_out and said.endswith(("，", "；")) else said
