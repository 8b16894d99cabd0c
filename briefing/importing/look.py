"""What a paragraph is, judged by its style, its number and its look. Pure."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from briefing.core.han import HAN
from briefing.core.written_dates import is_date
from briefing.importing.flow import Flow, Para, Piece

_NUMERAL = "(?:[一二三四五六七八九十百]{1,4}|[壹贰叁肆伍陆柒捌玖拾]{1,3})"
#: Level of a heading by the number typed before it (GB/T 9704-2012 §7.3.3).
_NUMBERS = (
    (1, re.compile(rf"(?:第{_NUMERAL}[章节部]分?|{_NUMERAL}、)[\s\u3000]*(?=\S)")),
    (2, re.compile(rf"[（(]{_NUMERAL}[）)][\s\u3000]*(?=\S)")),
    (3, re.compile(r"\d{1,2}(?:、|[.．](?!\d))[\s\u3000]*(?=\S)")),
    (4, re.compile(r"[（(]\d{1,2}[）)][\s\u3000]*(?=\S)")),
)
#: Signs that only begin an item. ○ may be a zero (○二二年), □ ★ ☆ say something: boxes to tick, classification.
_BULLET = re.compile(rf"[●•◦∙‣◆■▪▶➢➤◇][\s\u3000]*|[-–·*](?:[\s\u3000]+|(?=[{HAN}]))")
_RING = re.compile(r"[○◯][\s\u3000]*(?![一二三四五六七八九十〇零○◯\d\s\u3000])")
_ORDERED = re.compile(r"([0-9]{1,3}[.)])(?![0-9])[\s\u3000]*")
#: Automatic or typed numbers of several levels, 1.1 and 1.2.3, as headings of technical texts have them.
DECIMAL = re.compile(r"[0-9]{1,2}(?:[.．][0-9]{1,2}){1,3}[.．]?[\s\u3000]*(?=[^\s\d%％])")
TITLES = {"title", "标题", "文章标题", "报告标题", "大标题", "主标题"}
_SUBTITLES = {"subtitle", "副标题", "报告副标题"}
#: 图为志愿者劝导行人, （上图：文艺演出现场）: what stands under a photograph. 下图 is the next one.
_SHOWN = re.compile(r"[（(]?(?:[上左右]?图为|[上左右]图[：:]|图[：:]|图片说明[：:])")
_CAPTIONS = {"caption", "题注", "表题", "图题", "图表标题"}
_LEAD_END = "。：:！？"
_END = "。；;，,：:、！!？?…"
#: Longer than this nobody writes a heading; the longest of the printed 第17期 has 34 characters.
_LONGEST_HEADING, _LONGEST_TITLE = 45, 70
_OFFICE = re.compile(r".{0,24}(?:办|办公室|委|委员会|局|部|厅|院|会|社|中心|政府|市|区|县|供稿|宣传部|报|网)")
DATE = re.compile(r"（?\d{4}年\d{1,2}月\d{1,2}日）?")
#: What stands in the head of an office's paper: its number, the number of the issue, how secret and urgent it is.
SERIAL = re.compile(
    r".{0,12}[〔\[（(【［]\s*\d{4}\s*[〕\]）)】］]\s*第?\s*\d+\s*号|[（(]?\s*(?:总?第\s*[\d一二三四五六七八九十百〇○]+\s*期[\s，,]*)+[）)]?"
)
_MARKINGS = re.compile(
    r"(?:内部(?:资料|参考|刊物).*|绝密.*|机密.*|秘密.*|特急|加急|平急|急件|[目要]\s*[录目次]|本期(?:要目|目录|导读|内容)|附件\s*\d*[：:]?|签发人?[：:].*|编号[：:].*|"
    r"[（(]?(?:征求意见稿|送审稿|讨论稿|初稿|草案|代拟稿)[）)]?)"
)


def number_level(text: str) -> int:
    """1–4 for text that begins with a heading's number, else 0."""
    return next((level for level, pattern in _NUMBERS if pattern.match(text)), 0)


def bullet(text: str) -> int:
    """Length of the typed bullet that `text` begins with."""
    match = _BULLET.match(text)
    return match.end() if match and match.end() < len(text) else 0


def ring(text: str) -> int:
    """Length of a ○ that `text` begins with and that may be a bullet, where its neighbours begin so, too."""
    match = _RING.match(text)
    return match.end() if match and match.end() < len(text) and not set("○◯") & set(text[match.end() :]) else 0


def ordered(text: str) -> tuple[str, int]:
    """The typed number of a list's item (1. or 1)), and how far it reaches."""
    match = _ORDERED.match(text)
    return (match[1], match.end()) if match and match.end() < len(text) else ("", 0)


def short(text: str) -> bool:
    """Whether `text` may be a heading: one short line that ends in no mark and holds no full stop."""
    stripped = text.strip()
    return 0 < len(stripped) <= _LONGEST_HEADING and stripped[-1] not in _END and "。" not in stripped


def is_caption(para: Para, sign: str) -> bool:
    """Of a table (`sign` 表) or a figure (图)."""
    text = para.text.strip()
    numbered = re.match(rf"{sign}\s*[0-9０-９一二三四五六七八九十]", text)
    shown = sign == "图" and _SHOWN.match(text) and len(text) <= 80
    return bool(text) and (bool(numbered or shown) or (para.style.lower() in _CAPTIONS and len(para.text) <= 80))


def signed(text: str) -> str:
    """The office in （南京市文明办） or 供稿：南京市文明办, "" where the text is neither."""
    bare = text.strip()
    if match := re.fullmatch(r"[（(]([^（）()。，]+)[）)]", bare):
        return match[1] if _OFFICE.fullmatch(match[1]) else ""
    return ""


def signs(para: Para, date: bool) -> bool:
    """Whether a paragraph is the date of a 落款, or one of its offices."""
    text = para.text.strip()
    noted = any(piece.note for piece in para.pieces)
    if para.align != "right" or noted or not text or para.label:
        return False
    return is_date(text) if date else short(text) and not is_date(text) and not re.search("[。！？；：:（(]", text)


class UsualLooks:
    """What is usual in a file, against which a title stands out."""

    def __init__(self, flow: Flow) -> None:
        paragraphs = [para for para in flow.items if isinstance(para, Para) and para.text.strip()]
        sizes: Counter[float] = Counter()
        fonts: Counter[str] = Counter()
        for para in paragraphs:
            sizes[para.size] += len(para.text)
            for piece in para.pieces:
                fonts[piece.font] += len(piece.text)
        self.size = sizes.most_common(1)[0][0] if sizes else 0.0
        self.lines = len(paragraphs)
        self.font = fonts.most_common(1)[0][0] if fonts else ""

    def title(self, para: Para, first: bool) -> bool:
        """Whether `para`, one of the first of its file, is (a line of) the title."""
        text = para.text.strip()
        if not text or len(text) > _LONGEST_TITLE or text[-1] in "。；，：、":
            return False
        if para.style.lower() in TITLES or (first and para.outline == 1 and not number_level(text)):
            return True
        if text.startswith(("—", "（", "(")) or number_level(text) or para.style.lower() in _SUBTITLES or "。" in text:
            return False
        if is_caption(para, "表") or is_caption(para, "图"):
            return False
        if para.align == "right" or DATE.fullmatch(text) or SERIAL.fullmatch(text) or _MARKINGS.fullmatch(text):
            return False
        return para.align == "center" or para.size > self.size + 0.5 or (first and para.bold)

    @staticmethod
    def same_title(para: Para, title: Para) -> bool:
        """Whether `para` continues the title that begins with `title`."""
        same = (para.style, para.align, para.size, para.font) == (title.style, title.align, title.size, title.font)
        return same and (para.align == "center" or para.style.lower() in TITLES) and not DATE.fullmatch(para.text.strip())

    @staticmethod
    def subtitle(para: Para) -> bool:
        text = para.text.strip()
        return para.style.lower() in _SUBTITLES or (text.startswith(("——", "—", "--")) and len(text) <= 60)

    def with_lead(self, pieces: list[Piece]) -> list[Piece]:
        """Bold where a paragraph begins with a sentence in a face of its own: （一）压实责任。in 楷体, the rest in 仿宋."""
        font = pieces[0].font if pieces else ""
        if font in ("", self.font):
            return pieces
        count = next((i for i, piece in enumerate(pieces) if piece.font != font or piece.note), len(pieces))
        lead = "".join(piece.text for piece in pieces[:count]).strip()
        ends = lead[-1:] in _LEAD_END and len(lead) <= _LONGEST_HEADING
        if not ends or count == len(pieces) or pieces[count].font != self.font:
            return pieces
        return [replace(piece, bold=True) for piece in pieces[:count]] + pieces[count:]

    def stands_out(self, para: Para) -> bool:
        """Bold, or in a face that is not the text's, as headings are."""
        return para.bold or (bool(para.font) and para.font != self.font) or para.outline > 0


def is_red(colour: str) -> bool:
    """Whether six hexadecimal digits are a red, as the heads of official papers are printed."""
    if not re.fullmatch("[0-9A-Fa-f]{6}", colour):
        return False
    red, green, blue = (int(colour[place : place + 2], 16) for place in (0, 2, 4))
    return red >= 0xB0 and max(green, blue) <= 0x60


def may_be_title(text: str) -> bool:
    """For files without looks: a short first line that ends in no mark."""
    stripped = text.strip()
    return 0 < len(stripped) <= _LONGEST_TITLE and stripped[-1] not in _END and "。" not in stripped
