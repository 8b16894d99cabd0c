"""Word files as offices send them, each written out by hand as Word, WPS or LibreOffice would store it.

`SAMPLES` maps a name to a function that makes the file; `ALL_WORDS` of a sample is found by the tests themselves.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable
from xml.sax.saxutils import escape

from read_support import SOUND_PNG

_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_KINDS = {"document": "document.main", "header1": "header", "footer1": "footer"}


def _types(names: Iterable[str]) -> str:
    """[Content_Types].xml for the parts of `names`, by which Word and LibreOffice know a Word document."""
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{_MAIN}{_KINDS.get(stem, stem)}+xml"/>'
        for name in names
        if name.startswith("word/") and name.endswith(".xml") and (stem := name[5:-4])
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f"{overrides}</Types>"
    )


_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

#: Styles of a Chinese Word: 正文, heading 1–3, Title, Subtitle, 题注, Strong.
STYLES = "".join(
    (
        (
            "<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii='Times New Roman' w:eastAsia='仿宋_GB2312'/><w:sz w:val='32'/>"
            "</w:rPr></w:rPrDefault></w:docDefaults>"
        ),
        "<w:style w:type='paragraph' w:default='1' w:styleId='a'><w:name w:val='Normal'/></w:style>",
        *(
            f"<w:style w:type='paragraph' w:styleId='{n}'><w:name w:val='heading {n}'/><w:basedOn w:val='a'/>"
            f"<w:pPr><w:outlineLvl w:val='{n - 1}'/></w:pPr><w:rPr><w:b/></w:rPr></w:style>"
            for n in (1, 2, 3)
        ),
        (
            "<w:style w:type='paragraph' w:styleId='a3'><w:name w:val='Title'/><w:basedOn w:val='a'/>"
            "<w:pPr><w:jc w:val='center'/></w:pPr><w:rPr><w:sz w:val='44'/></w:rPr></w:style>"
        ),
        "<w:style w:type='paragraph' w:styleId='a4'><w:name w:val='Subtitle'/><w:basedOn w:val='a'/></w:style>",
        "<w:style w:type='paragraph' w:styleId='a5'><w:name w:val='caption'/><w:basedOn w:val='a'/></w:style>",
        "<w:style w:type='paragraph' w:styleId='TOC1'><w:name w:val='toc 1'/><w:basedOn w:val='a'/></w:style>",
        "<w:style w:type='character' w:styleId='s1'><w:name w:val='Strong'/><w:rPr><w:b/></w:rPr></w:style>",
    )
)
NUMBERING = "".join(
    f"<w:abstractNum w:abstractNumId='{base}'>"
    + "".join(
        f"<w:lvl w:ilvl='{level}'><w:start w:val='1'/><w:numFmt w:val='{form}'/><w:lvlText w:val='{text}'/></w:lvl>"
        for level, (form, text) in enumerate(levels)
    )
    + "</w:abstractNum>"
    for base, levels in enumerate(
        (
            (("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3.")),
            (("decimal", "%1."), ("lowerLetter", "%2)")),
            (("bullet", "\uf06c"), ("bullet", "\uf0d8")),
        )
    )
) + "".join(f"<w:num w:numId='{n + 1}'><w:abstractNumId w:val='{n}'/></w:num>" for n in range(3))


def r(text: str, properties: str = "") -> str:
    """A run."""
    shape = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{shape}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def bold(text: str) -> str:
    return r(text, "<w:b/>")


def p(content: str = "", properties: str = "") -> str:
    """A paragraph; plain text becomes one run."""
    inner = content if content.startswith("<") else (r(content) if content else "")
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def styled(style: str, content: str) -> str:
    return p(content, f"<w:pStyle w:val='{style}'/>")


def numbered(number: int, level: int, content: str) -> str:
    return p(content, f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{number}'/></w:numPr>")


def centred(content: str, size: int = 44) -> str:
    return p(r(content, f"<w:rFonts w:eastAsia='方正小标宋简体'/><w:sz w:val='{size}'/>"), "<w:jc w:val='center'/>")


def table(rows: list[list[str]], shapes: dict[tuple[int, int], str] | None = None) -> str:
    cells = [
        "".join(
            f"<w:tc><w:tcPr>{(shapes or {}).get((i, j), '')}</w:tcPr>{cell if cell.startswith('<') else p(cell)}</w:tc>"
            for j, cell in enumerate(row)
        )
        for i, row in enumerate(rows)
    ]
    return "<w:tbl><w:tblPr/>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def picture(relation: str, described: str = "", name: str = "图片 1") -> str:
    return (
        f'<w:r><w:drawing><wp:inline><wp:extent cx="900000" cy="900000"/><wp:docPr id="1" name="{name}" descr="{described}"/>'
        f'<a:graphic><a:graphicData uri="p"><pic:pic><pic:blipFill><a:blip r:embed="{relation}"/></pic:blipFill></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def field(instruction: str, result: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText> {instruction} </w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def package(body: str, parts: dict[str, str | bytes] | None = None, related: dict[str, tuple[str, str]] | None = None) -> bytes:
    """A DOCX. `parts`: further word/… files (XML content without its root, or bytes); `related`: id → (kind, target)."""
    roots = {
        "styles": "styles",
        "numbering": "numbering",
        "footnotes": "footnotes",
        "endnotes": "endnotes",
        "comments": "comments",
    }
    everything: dict[str, str | bytes] = {"styles": STYLES, "numbering": NUMBERING, **(parts or {})}
    links = {name: (name, f"{name}.xml") for name in everything if name in roots} | (related or {})
    rels = "".join(
        f'<Relationship Id="{identity}" Type="{_OFFICE}{kind}" Target="{target}"'
        + (' TargetMode="External"' if target.startswith("http") else "")
        + "/>"
        for identity, (kind, target) in links.items()
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    space = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    files: dict[str, str | bytes] = {
        "_rels/.rels": f'{head}<Relationships {space}><Relationship Id="r1" Type="{_OFFICE}officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f"{head}<Relationships {space}>{rels}</Relationships>",
        "word/document.xml": f"{head}<w:document {_SPACES}><w:body>{body}<w:sectPr/></w:body></w:document>",
    }
    for name, content in everything.items():
        if isinstance(content, bytes):
            files[f"word/{name}"] = content
        elif name in roots:
            files[f"word/{name}.xml"] = f"{head}<w:{roots[name]} {_SPACES}>{content}</w:{roots[name]}>"
        else:
            files[f"word/{name}"] = f"{head}{content}"
    return zipped({"[Content_Types].xml": head + _types(files), **files})


def zipped(files: dict[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


BODY = "今年以来，苏州市深入推进文明城市创建，各项工作取得明显成效，群众满意度持续提升。"
LONG = "全市上下坚持以人民为中心，把创建工作同改善民生结合起来，健全机制，压实责任，做到常态长效。"


def word_styles() -> bytes:
    """Word's own styles throughout."""
    return package(
        styled("a3", "苏州市：创新机制 提升水平")
        + styled("a4", "——苏州市创建工作综述")
        + p(BODY)
        + styled("1", "健全责任体系")
        + p(LONG)
        + styled("2", "压实属地责任")
        + p(BODY)
        + styled("2", "压实部门责任")
        + p(LONG)
        + styled("1", "强化宣传引导")
        + p(BODY)
        + p("（苏州市文明办）", "<w:jc w:val='right'/>")
    )


def wps_manual() -> bytes:
    """WPS, everything by hand: centred big title on two lines, typed numbers, indents of spaces, empty lines."""
    hei = "<w:rFonts w:eastAsia='黑体'/>"
    return package(
        p()
        + centred("无锡市坚持常态长效")
        + centred("推动创建提质增效")
        + p()
        + p("　　" + BODY)
        + p(r("　　一、健全责任体系", hei))
        + p("    " + LONG)
        + p("　　（一）压实责任")
        + p("　　" + BODY)
        + p("　　1.强化督查")
        + p("　　" + LONG)
        + p("　　（1）日常巡查")
        + p("　　" + BODY)
        + p(r("　　二、强化宣传引导", hei))
        + p("　　" + LONG)
        + p()
    )


def leads() -> bytes:
    """一是…… as run-in bold leads, as most reports have them."""
    return package(
        centred("镇江市：聚焦求新求变")
        + p(BODY)
        + p(bold("一是强化统筹。") + r(LONG))
        + p(bold("二是强化") + bold("保障。") + r(BODY))
        + p(r("三是强化") + r("宣传", "<w:rStyle w:val='s1'/>") + r("。" + LONG))
    )


def fonts_all_over() -> bytes:
    """A face, a colour, a size, a shade for every few characters; runs cut in the middle of words."""
    looks = (
        "<w:rFonts w:eastAsia='宋体'/>",
        "<w:color w:val='FF0000'/>",
        "<w:sz w:val='28'/>",
        "<w:highlight w:val='yellow'/>",
        "<w:u w:val='single'/>",
        "<w:spacing w:val='20'/>",
    )
    runs = "".join(r(LONG[i : i + 5], looks[i // 5 % len(looks)]) for i in range(0, len(LONG), 5))
    return package(centred("南通市以小切口推动大文明") + p(runs) + p("".join(r(char) for char in BODY)))


def tables() -> bytes:
    """A table with caption, unit and note; numbers flush right."""
    right = "<w:jc w:val='right'/>"
    rows = [["城市", "得分"], ["南京市", p("95.2", right)], ["苏州市", p("94.8", right)]]
    return package(
        centred("测评情况")
        + p(BODY)
        + p("表1 各市测评得分", "<w:jc w:val='center'/>")
        + p("单位:分")
        + table(rows)
        + p("注:得分为年度测评总分。")
        + p(LONG)
    )


def merged_cells() -> bytes:
    """Merged over columns and over rows, the caption inside the table, two paragraphs in a cell, a table in a cell."""
    down, on = "<w:vMerge w:val='restart'/>", "<w:vMerge/>"
    inner = table([["内一", "内二"]])
    rows = [
        ["各市工作情况一览"],
        ["地区", "举措", "成效"],
        ["苏南", p("建机制") + p("强督查"), "好"],
        ["", f"{inner}<w:p/>", "较好"],
        ["合计", "三项"],
    ]
    shapes = {(0, 0): "<w:gridSpan w:val='3'/>", (2, 0): down, (3, 0): on, (4, 1): "<w:gridSpan w:val='2'/>"}
    return package(centred("各地动态") + p(BODY) + table(rows, shapes) + p(LONG))


def pictures() -> bytes:
    """In line with text and captioned; floating and described; the same picture twice."""
    anchored = picture("p1", "志愿者在社区服务").replace("wp:inline", "wp:anchor")
    return package(
        centred("志愿服务见成效")
        + p(BODY)
        + p(picture("p1"), "<w:jc w:val='center'/>")
        + styled("a5", "图1 活动现场")
        + p(r(LONG) + anchored),
        {"media/image1.png": SOUND_PNG},
        {"p1": ("image", "media/image1.png")},
    )


def tracked() -> bytes:
    """Insertions, deletions, a moved phrase, a deleted paragraph mark, an inserted row."""
    who = "w:id='1' w:author='甲' w:date='2022-05-01T00:00:00Z'"
    gone = f"<w:del {who}><w:r><w:delText>二十</w:delText></w:r></w:del>"
    added = f"<w:tc>{p('泰州市')}</w:tc><w:tc>{p('7')}</w:tc>"
    row = f"<w:tr><w:trPr><w:ins w:id='9' w:author='甲'/></w:trPr>{added}</w:tr>"
    moved = f"<w:moveFrom {who}>{r('常态长效')}</w:moveFrom>"
    here = f"<w:moveTo {who}>{r('常态长效')}</w:moveTo>"
    grid = table([["城市", "场次"], ["扬州市", "6"]]).replace("</w:tbl>", row + "</w:tbl>")
    mark = f"<w:rPr><w:del {who}/></w:rPr>"
    return package(
        centred("扬州市推进移风易俗")
        + p(r("全市开展活动") + gone + f"<w:ins {who}>{r('三十')}</w:ins>" + r("场，") + moved + r("成效明显，") + here + r("。"))
        + p("本段与下段", mark)
        + p("合为一段，文字连在一起，共同说明情况。")
        + grid
        + p(LONG)
    )


def text_boxes() -> bytes:
    """A text box as Word stores it (twice, the second for old readers), and one of WPS in VML alone."""
    inside = f"<w:txbxContent>{p('编者提示：请各地参考。')}{p('联系人：王芳')}</w:txbxContent>"
    shape = f"<wps:wsp><wps:txbx>{inside}</wps:txbx></wps:wsp>"
    modern = f"<wp:anchor><a:graphic><a:graphicData>{shape}</a:graphicData></a:graphic></wp:anchor>"
    vml = f"<w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape></w:pict>"
    choice = f"<mc:Choice Requires='wps'><w:drawing>{modern}</w:drawing></mc:Choice><mc:Fallback>{vml}</mc:Fallback>"
    both = f"<w:r><mc:AlternateContent>{choice}</mc:AlternateContent></w:r>"
    old = (
        "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>"
        + p("旧式文本框里的话。")
        + "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    return package(centred("盐城市建设好家风") + p(r(BODY) + both) + p(LONG) + p(old + r("框后正文，仍在同一段。")))


def auto_numbers() -> bytes:
    """一、（一）1. and bullets that Word counts and stores nowhere."""
    return package(
        centred("徐州市统筹推进")
        + p(BODY)
        + numbered(1, 0, "加强领导")
        + p(LONG)
        + numbered(1, 1, "明确分工")
        + p(BODY)
        + numbered(1, 1, "严格考核")
        + p(LONG)
        + numbered(1, 0, "加大投入")
        + p(BODY)
        + "".join(numbered(2, 0, f"第{n}项任务按期完成；") for n in "一二三")
        + numbered(2, 1, "其中的小项；")
        + "".join(numbered(3, level, f"{n}处点位；") for level, n in ((0, "城东"), (1, "城南"), (0, "城西")))
        + p(LONG)
    )


def soft_breaks() -> bytes:
    """Line breaks for paragraphs, and in the middle of sentences, as pasted from web pages."""
    br = "<w:r><w:br/></w:r>"
    return package(
        p(r("宿迁市：以文化人") + br + r("以德润城"), "<w:jc w:val='center'/>")
        + p(r(BODY) + br + r("　　" + LONG))
        + p(r("这一行没有") + br + r("说完就断了，应当连起来。") + "<w:r><w:br w:type='page'/></w:r>" + r("另页的话。"))
    )


def tabs() -> bytes:
    """Tabs and rows of spaces that make room."""
    tab = "<w:r><w:tab/></w:r>"
    return package(
        centred("通　知")
        + p(tab + r(BODY))
        + p(r("联系人：李四") + tab + r("电话：025-12345678"))
        + p(r("时 间：2022 年 5 月 13 日") + r("      ") + r("地 点：会议中心"))
    )


def footnotes() -> bytes:
    """Footnotes and an endnote; one is referred to from a heading, one has two paragraphs."""
    note = "<w:r><w:footnoteReference w:id='{}'/></w:r>"
    texts = "<w:footnote w:type='separator' w:id='-1'><w:p><w:r><w:separator/></w:r></w:p></w:footnote>" + "".join(
        f"<w:footnote w:id='{n}'>{''.join(p(f'<w:r><w:footnoteRef/></w:r>{r(text)}') for text in parts)}</w:footnote>"
        for n, parts in ((1, (" 指年度测评。",)), (2, ("数据来自统计公报。", "另见附表。")))
    )
    ends = "<w:endnote w:id='1'>" + p(r("尾注也要留下。")) + "</w:endnote>"
    return package(
        centred("常州市数字赋能")
        + p(r("测评") + note.format(1) + r("位居前列，增长12%") + note.format(2) + r("。" + LONG))
        + p(r("一、主要做法") + note.format(1))
        + p(r(BODY) + "<w:r><w:endnoteReference w:id='1'/></w:r>"),
        {"footnotes": texts, "endnotes": ends},
    )


def fields() -> bytes:
    """Simple and complex fields, one within another; a contents list; a cross reference."""
    contents = p(field('TOC \\o "1-3"', r("一、主要做法") + "<w:r><w:tab/></w:r>" + r("1")), "<w:pStyle w:val='TOC1'/>")
    simple = "<w:fldSimple w:instr=' DATE '><w:r><w:t>2022年5月13日</w:t></w:r></w:fldSimple>"
    nested = field("REF a \\h", field("SEQ 表", r("表1")))
    return package(
        centred("连云港市办实事")
        + contents
        + p(r("截至") + simple + r("，完成情况见") + nested + r("。" + LONG))
        + styled("1", "一、主要做法")
        + p(BODY)
    )


def hyperlinks() -> bytes:
    """Links, smart tags, content controls, bookmarks: wrappers around words."""
    link = f"<w:hyperlink r:id='h1'>{r('江苏文明网')}</w:hyperlink>"
    tag = f"<w:smartTag w:element='date'>{r('5月13日')}</w:smartTag>"
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{r('淮安市')}</w:sdtContent></w:sdt>"
    block = f"<w:sdt><w:sdtPr/><w:sdtContent>{p(LONG)}</w:sdtContent></w:sdt>"
    return package(
        centred("淮安市共建共享")
        + p(r("据") + link + tag + r("消息，") + "<w:bookmarkStart w:id='0' w:name='a'/>" + control + r("开展共建活动。"))
        + block,
        related={"h1": ("hyperlink", "http://example.org/")},
    )


def symbols() -> bytes:
    """Signs of symbol fonts, no-break hyphens, soft hyphens, a formula, phonetic guides, Latin and rare Han."""
    tick = "<w:r><w:sym w:font='Wingdings' w:char='F0FC'/></w:r>"
    ruby = "<w:r><w:ruby><w:rt><w:r><w:t>pī</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>邳</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    formula = "<m:oMath><m:r><m:t>S=a×b</m:t></m:r></m:oMath>"
    return package(
        centred("邳州市“微实事”")
        + p(
            tick
            + r("已完成；增幅5")
            + "<w:r><w:noBreakHyphen/></w:r>"
            + r("8个百分点，")
            + ruby
            + r("州市面积按")
            + formula
            + r("计算，𠮷林同志参加。")
        )
        + p(r("PM2.5 浓度 35 μg/m³，*重点* 指标 a_b 与 C&D <未达标> [1] 项，价格 #5。"))
    )


def comments() -> bytes:
    """Comments, hidden words, a header and a footer."""
    remark = "<w:comment w:id='0' w:author='乙'>" + p("这里的数字请核对") + "</w:comment>"
    header = f"<w:hdr {_SPACES}>{p('内部资料')}</w:hdr>"
    footer = f"<w:ftr {_SPACES}>{p('第1页')}</w:ftr>"
    return package(
        centred("泰州市为民惠民")
        + p(
            "<w:commentRangeStart w:id='0'/>" + r(BODY) + "<w:commentRangeEnd w:id='0'/><w:r><w:commentReference w:id='0'/></w:r>"
        )
        + p(r(LONG) + r("这句话藏起来了。", "<w:vanish/>")),
        {"comments": remark, "header1.xml": header, "footer1.xml": footer},
        {"h1": ("header", "header1.xml"), "f1": ("footer", "footer1.xml")},
    )


def bad_typing() -> bytes:
    """Everything that repairs are for."""
    return package(
        centred("南京市:凝心聚力 奋勇争先")
        + p('省委书记强调,要把"文明创建"抓紧抓实.会议提出(第 3 次)"三个 \'一\' 工程",投入１２．５亿元,增长 8%;效果如何?很好!')
        + p("一.加强领导")
        + p("于 2022 年 5 月 13 日 召开会议, 共 1,200 人参加, 时间 9:30, 网址 www.example.org.")
        + p("ＡＢＣ 公司 Open Day 活动举行.")
    )


def frames() -> bytes:
    """A frame around text that is a table of one cell; an empty table; a letter head before the title."""
    return package(
        p("内部参考", "<w:jc w:val='right'/>")
        + centred("昆山市：框里的话")
        + table([[p(BODY) + p(LONG)]])
        + table([["", ""], ["", ""]])
        + p("表格之后还有正文，照样留下来。")
    )


def typed_lists() -> bytes:
    """Bullets and numbers typed by hand, and paragraphs that only begin like lists."""
    return package(
        centred("江阴市清单化推进")
        + p(BODY)
        + p("● 建立清单；")
        + p("• 对账销号；")
        + p("1.定人员，明确到人；")
        + p("2.定时限，倒排工期；")
        + p("3.定标准，对标一流。")
        + p("①摸清底数；②分类施策；③逐项销号。")
        + p("（1）对难点问题，由市领导包干，限期解决到位。")
        + p("2022年，全市完成投资12亿元。")
        + p("- 项目化推进；")
    )


SAMPLES: dict[str, Callable[[], bytes]] = {
    make.__name__: make
    for make in (
        word_styles,
        wps_manual,
        leads,
        fonts_all_over,
        tables,
        merged_cells,
        pictures,
        tracked,
        text_boxes,
        auto_numbers,
        soft_breaks,
        tabs,
        footnotes,
        fields,
        hyperlinks,
        symbols,
        comments,
        bad_typing,
        frames,
        typed_lists,
    )
}
