"""What a file holds that is no text of the report, or is text no longer as it was: a finding for each, in full."""

from __future__ import annotations

from collections.abc import Iterable

from briefing.core.errors import Findings, Severity, Span
from briefing.importing.flow import Remark, TrackedChange

#: What they are, and what to do.
_SAID = {
    "comment": ("批注没有导入", "需要的话请写进正文。"),
    "head": ("文头（机关名称、文号、期号）没有导入", "报头由版式排出；文号要印的，请写进稿件。"),
    "header": ("页眉没有导入", "报头由版式排出。"),
    "footer": ("页脚没有导入", "页码由版式排出。"),
    "header-picture": ("页眉里的图片没有导入", "报头由版式排出。"),
    "footer-picture": ("页脚里的图片没有导入", "页脚由版式排出。"),
    "comment-picture": ("批注里的图片没有导入", "需要的话请放进正文。"),
    "watermark": ("水印没有导入", "密级等请写进 issue.yaml。"),
    "contents": ("目录没有导入", "目录由程序编排。"),
    "object": ("这样的内容没有导入", "请在 Word 里存成图片，再放进来。"),
    "object-picture": ("只放进了它的图片，里面的内容没有导入", "请核对图片；要里面的内容，请在 Word 里双击打开，另存出来。"),
    "file": ("这样的内容没有导入", "请把它另外打开，存成 Word 文件再导入。"),
    "picture": ("图片没有导入", "请另存为 PNG 或 JPEG，放进本期文件夹。"),
    "note-picture": ("脚注里的图片，已放在有注码的那一段后面", "请核对它应当在的位置。"),
    "cell-picture": ("表格里的图片，已放在表格后面", "表格里不能放图片；请核对它应当在的位置。"),
    "effect": ("图片的效果没有保留", "印出来是原图；要那样的效果，请先把图片处理好。"),
    "art": ("艺术字没有导入", "请核对，需要时手工补上。"),
    "formula": ("公式已改成一行文字", "请核对，复杂的公式请存成图片。"),
    "equation": ("这个域（EQ）只认出了一部分", "请对照原文核对。"),
    "field": ("这个域的结果要由 Word 计算，没有导入", "请在 Word 里看它显示什么，手工补上。"),
    "placeholder": ("没有填写的提示文字，没有导入", "请补上应填的内容。"),
    "struck": ("划去的文字没有导入", "原文加了删除线；还要的话请写回正文。"),
    "superscript": ("上标改成了平排的字", "请核对。"),
    "subscript": ("下标改成了平排的字", "请核对。"),
    "sign": ("字体里没有的符号，换成了相近的", "请核对。"),
    "reference": ("Word 写的话留在文字里", "引用的对象已经删去；请改成应当写的字。"),
    "prompt": ("像是没有填写的提示文字，留在文字里", "请改成应填的内容，或删去。"),
    "number": ("认不出自动编号的样式，改用数字", "请对照原文核对。"),
    "mail": ("邮件的主题没有导入", "只导入了正文；主题就是标题的，请写进稿件。"),
    "front": ("开头两行 --- 之间的设置没有导入", "副标题、供稿单位等要用的，请写进稿件的开头。"),
    "two-in-one": ("双行合一的文字改成了一行", "请核对它的先后；括号是 Word 画的，已写成字。"),
    "hidden": ("隐藏的文字已显示出来", "原文把它隐藏了；不要的请删去。"),
    "dotted": ("字下的着重号改成了强调，写作 *文字*", "排成什么样由版式定：inline 里写 emphasis: {dots: true} 的，字下加点。"),
    "symbol": ("认不出的符号，用 □ 代替", "请核对原文，改成对应的字。"),
    "damaged": ("文件的这一部分坏了", "样式或编号可能不准，请核对。"),
}
#: Said together, since they stand together.
_TOGETHER = {"contents"}
#: Of addresses that are shown, for one finding. Half an address is none, but there are some that fill pages.
_MANY, _LONGEST = 5, 400
_CHANGES_HINT = "默认全部接受；要恢复原样，请加 --refuse-changes。"
_REFUSED_HINT = "已照 --refuse-changes 全部恢复原样。"


def note(asides: Iterable[Remark], file: str, findings: Findings) -> None:
    """The same thing in several places is said once, with all of them."""
    groups: dict[tuple[str, str], list[int]] = {}
    words_of: dict[tuple[str, str], list[str]] = {}
    addresses: dict[tuple[str, str], list[str]] = {}
    for aside in asides:
        words = " ".join(aside.words.split())
        key = (aside.kind, "" if aside.kind in _TOGETHER else words)
        groups.setdefault(key, []).append(aside.number)
        if words not in words_of.setdefault(key, []):
            words_of[key].append(words)
        if (address := " ".join(aside.address.split())) and address not in addresses.setdefault(key, []):
            addresses[key].append(address)
    for (kind, _), numbers in groups.items():
        message, hint = _SAID[kind]
        if (kind, _) in addresses:
            where = "、".join(text[:_LONGEST] for text in addresses[kind, _][:_MANY])
            hint = f"{hint}程序不上网，也不读文件以外的东西；文件里只写着地址：{where}"
        places = sorted({number for number in numbers if number})
        others = f"（还有第 {'、'.join(map(str, places[1:]))} 段）" if places[1:] and kind not in _TOGETHER else ""
        said = "；".join(words_of[kind, ""] if kind in _TOGETHER else words_of[kind, _])
        place = Span(file, places[0] if places else 1, 1)
        if kind == "reference":
            findings.add("import-reference", f"引用坏了，{message}：{said}{others}", place, hint, Severity.WARNING)
        else:
            findings.add("import-aside", f"{message}：{said}{others}", place, hint, Severity.WARNING)


def note_changes(changes: list[TrackedChange], file: str, findings: Findings, *, refused: bool = False) -> None:
    """One finding with the words of all tracked changes."""
    if not changes:
        return
    said = [f"{f'第 {change.number} 段' if change.number else ''}{change.verb}“{change.words}”" for change in changes]
    place = Span(file, next((change.number for change in changes if change.number), 1), 1)
    message = f"原文有 {len(changes)} 处修订：{'；'.join(said)}"
    findings.add("import-changes", message, place, _REFUSED_HINT if refused else _CHANGES_HINT, Severity.NOTE)
