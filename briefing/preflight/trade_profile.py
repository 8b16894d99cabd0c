"""What the printing trade asks of a file, as a table with our answer to each: docs/printing.md has it from here.

The headings are those of the Ghent Workgroup's specifications (GWG 2015, which GWG 2022 goes on from), then what PDF/X itself and
print shops ask besides. The numbers are ours. `python -m briefing.preflight.trade_profile` writes the table into the manual.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from briefing.core import saving
from briefing.core.code import Code
from briefing.preflight.object_rules import FINE_LINE, HAIRLINE, LINE_ART, SMALL_TYPE, TINY_TYPE

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "printing.md"
FIRST, LAST = "<!-- 检查的各项：由程序写出 -->", "<!-- 检查的各项完 -->"


class Answer(StrEnum):
    CHECKED = "检查"
    IMPOSSIBLE = "不会有"
    SHOP = "请印刷厂"


class TradeRule(NamedTuple):
    """`asks`: what is wanted; `how`: what is looked at, or why it cannot occur, or what is left. `code`: of the finding."""

    name: str
    asks: str
    answer: Answer
    how: str
    code: Code | None = None


C, N, S = Answer.CHECKED, Answer.IMPOSSIBLE, Answer.SHOP
TRADE_RULES = (
    # --- GWG, in its order
    TradeRule("合于 PDF/X", "标明是哪一种，内容合它的规定", C, "标注、版本、标识 ID；规定的内容见以下各项", "preflight-label"),
    TradeRule("页面放大", "不用 UserUnit", C, "各页", "preflight-box"),
    TradeRule("显示框", "CropBox 不小于成品框", C, "各页", "preflight-box"),
    TradeRule("尺寸和方向", "各页一样大，不转", C, "成品框、Rotate；宽页和折页照通知单上的尺寸", "preflight-box"),
    TradeRule("空白页", "没有意外的空白页", C, "`--check` 时指出；本程序的空白页是有意的，通知单上写明", "preflight-pages"),
    TradeRule("页数", "与通知单一致", C, "各文件", "preflight-pages"),
    TradeRule("灰度叠印", "灰度不设叠印", C, "设了叠印的灰度（DeviceGray）", "preflight-overprint"),
    TradeRule("白字叠印", "不叠印", C, "白色的字", "preflight-white-overprint"),
    TradeRule("白色图形叠印", "不叠印", C, "白色的线、面", "preflight-white-overprint"),
    TradeRule("黑字叠印", "100% 的黑字叠印", C, "K100 的字，叠印方式 OPM 1", "preflight-overprint"),
    TradeRule("灰度的黑字", "黑字不用灰度", C, "DeviceGray 0 的字", "preflight-overprint"),
    TradeRule("黑色细线叠印", "100% 的黑线叠印，不用灰度", C, "K100、DeviceGray 0 的线", "preflight-overprint"),
    TradeRule("Courier 字体", "不出现", C, "字体的名称；它常是缺字体时换上的", "preflight-font"),
    TradeRule("四色黑字", "黑字只用黑墨", C, "黑 80% 以上又掺别的墨的字、线、面", "preflight-rich-black"),
    TradeRule(
        "小字", f"{SMALL_TYPE:g} 磅以下只用一种墨；不小于 {TINY_TYPE:g} 磅", C, "照页面上实际的大小", "preflight-small-text"
    ),
    TradeRule(
        "细线",
        f"不细于 {HAIRLINE:g} 磅；{FINE_LINE:g} 磅以下只用一种墨",
        C,
        "线、细长的面、字的轮廓，照实际的粗细",
        "preflight-thin-line",
    ),
    TradeRule("专色的使用", "只用说好的墨", C, "每一处的墨；装了 Ghostscript 的再分色看", "preflight-ink"),
    TradeRule("专色的名称", "UTF-8，不与四色重名", C, "名称的编码；黑、Black 一类的名称", "preflight-spot-name"),
    TradeRule(
        "含混的专色",
        "一种墨一个名称，一个名称一种墨",
        C,
        "大小写、空格、纸类后缀之外都相同的名称；替代色不同的",
        "preflight-spot-name",
    ),
    TradeRule("套准色", "只在裁切线外用 All", C, "成品框里的字、线、面、图", "preflight-registration"),
    TradeRule("总墨量", "不超过纸受得住的", C, "纯色的逐处加；图片按 15 平方毫米的小块量", "preflight-ink-limit"),
    TradeRule(
        "叠起来的墨量",
        "半透明、叠印的与底下的加起来不超过",
        C,
        "矩形和图片；别的形状要压平才知道，请印刷厂看。本程序的文件没有透明",
        "preflight-ink-limit",
    ),
    TradeRule("传送方式", "不交分好的版", C, "SeparationInfo", "preflight-device"),
    TradeRule("透明混合空间", "不用 RGB", C, "页面和各组（Group）的 CS", "preflight-transparency"),
    TradeRule("灰度、彩色图的分辨率", "不低于版式的 resolution（300）", C, "照排在页面上的大小", "preflight-resolution"),
    TradeRule(
        "1 位图的分辨率",
        f"不低于 {LINE_ART:g}",
        C,
        "照排在页面上的大小；稿件的黑白图读进来就成了 8 位灰度",
        "preflight-resolution",
    ),
    TradeRule("整页一张图", "字不成图", C, "整页只有一张图的页，只是提醒", "preflight-flat"),
    TradeRule("图层", "没有隐藏的图层", C, "可选内容（OCG），连同默认关着的", "preflight-layer"),
    TradeRule("输出意图", "一个，CMYK，嵌入 ICC", C, "OutputIntents", "preflight-intent"),
    TradeRule("加工步骤", "模切、烫印等各用 ISO 19593-1 的图层", N, "没有这些工序；折、订、裁写在通知单和拼版的线上"),
    # --- PDF/X
    TradeRule("RGB", "只用四色、灰、专色", C, "字、线、面、渐变、图案、图片", "preflight-rgb"),
    TradeRule("带 ICC 的四色叠印", "不设叠印", C, "ICCBased 四色", "preflight-overprint"),
    TradeRule("透明", "PDF/X-1a 不许，PDF/X-4 留意", C, "透明度、混合方式、软蒙版", "preflight-transparency"),
    TradeRule("字体嵌入", "全部", C, "各页的字体", "preflight-font"),
    TradeRule("属性", "Info 与 XMP 一致，说明有没有陷印", C, "题名、日期、程序、Trapped", "preflight-metadata"),
    TradeRule("页面框", "成品框在出血框里，出血框在纸里", C, "各页；出血与通知单一致", "preflight-box"),
    TradeRule("动作、批注、表单、附件", "没有", C, "自动动作、脚本、链接、表单、内嵌文件", "preflight-active"),
    TradeRule("加密", "没有", C, "整个文件", "preflight-locked"),
    TradeRule("压缩和位数", "PDF/X-1a 不用 JPEG 2000、JBIG2、LZW、16 位", C, "各张图片", "preflight-packing"),
    TradeRule("传递函数、网点、OPI、PostScript", "没有", C, "图形状态（ExtGState）和对象", "preflight-device"),
    # --- print shops
    TradeRule("纸与印刷条件", "ICC 是这种纸的，墨量是它受得住的", C, "制作时，用到四色的", "press-paper"),
    TradeRule("出血", "到纸边的画到裁切线外", C, "文件里的面、线和图，照剪裁以后露出来的算", "preflight-bleed"),
    TradeRule("出不了血的图", "拉大也看不出", C, "制作时，按每一张图算", "press-bleed"),
    TradeRule("没有这种墨的颜色", "不悄悄变成四色", C, "制作时，指到稿件或版式的行", "print-ink"),
    TradeRule("陷印", "相邻两色之间补漏白", S, "文件里写明没有做过（Trapped False）；黑色叠印，要补的地方不多"),
    TradeRule("ICC 与机器相符", "印出来的颜色就是打样的", S, "只有印刷厂的机器和纸知道"),
    TradeRule("反白的小字、细线", "粗到不糊", S, "要看底下印的是什么"),
    TradeRule("加网", "线数、角度", S, "专色和黑的角度不要相同"),
    TradeRule("字形", "每个字是对的字", N, "制作时已逐字读回核对（`prove`）；别处来的文件没有底稿可对"),
    TradeRule("ISO 15930 全部条款", "逐条", S, "没有免费的程序能验证，见下"),
)


def chapter() -> str:
    """The table, as Markdown."""
    rows = (
        f"| {rule.name} | {rule.asks} | {rule.answer.value} | {rule.how} | {f'`{rule.code}`' if rule.code else ''} |"
        for rule in TRADE_RULES
    )
    return "\n".join(["| 项目 | 要求 | 谁管 | 看什么、为什么 | 提示的代码 |", "|---|---|---|---|---|", *rows])


def placed(manual: str) -> str:
    """The manual with the table as it is now."""
    before, _, rest = manual.partition(FIRST)
    return f"{before}{FIRST}\n\n{chapter()}\n\n{LAST}{rest.partition(LAST)[2]}"


if __name__ == "__main__":
    saving.save(MANUAL, placed(MANUAL.read_text("utf-8")).encode(), mode=0o644)
