"""Word files, each with one construct whose words, signs or pictures a reader of `w:t` alone would lose or change.

`CASES` maps a name to what makes the file, what the Markdown must say, and what must be told of it.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

from importing_support import _SPACES, BODY, LONG, centred, numbered, p, package, picture, r, styled, table
from PIL import Image


@dataclass(frozen=True)
class Case:
    """`kept`: what the Markdown says; `told`: what findings say; `gone`: what the Markdown must not say."""

    make: Callable[[], bytes]
    kept: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    pictures: int = 0


def report(*content: str, title: str = "各项工作有序推进", **more: object) -> bytes:
    """A report with `content` (runs or blocks) after its title and a paragraph of text."""
    blocks = "".join(part if part.startswith(("<w:p>", "<w:p ", "<w:tbl", "<w:sdt")) else p(part) for part in content)
    return package(centred(title) + p(BODY) + blocks + p(LONG), **more)  # type: ignore[arg-type]


def mark(properties: str) -> Callable[[str], str]:
    return lambda text: r(text, properties)


def two(brackets: str, text: str, identity: str = "7") -> str:
    """双行合一."""
    drawn = f" w:combineBrackets='{brackets}'" if brackets else ""
    return r(text, f"<w:eastAsianLayout w:id='{identity}' w:combine='1'{drawn}/>")


high, low = mark("<w:vertAlign w:val='superscript'/>"), mark("<w:vertAlign w:val='subscript'/>")
struck, twice = mark("<w:strike/>"), mark("<w:dstrike/>")
under = mark("<w:u w:val='single'/>")


def code(*parts: str, form: str = "", result: str | None = None) -> str:
    """A field; its code may stand in several runs; without `result` there is no separator."""
    said = "".join(f"<w:r><w:instrText xml:space='preserve'>{part}</w:instrText></w:r>" for part in parts)
    begin = f"<w:r><w:fldChar w:fldCharType='begin'>{form}</w:fldChar></w:r>"
    middle = "" if result is None else f"<w:r><w:fldChar w:fldCharType='separate'/></w:r>{result}"
    return f"{begin}{said}{middle}<w:r><w:fldChar w:fldCharType='end'/></w:r>"


def begun() -> str:
    """The first mark of a field."""
    return "<w:r><w:fldChar w:fldCharType='begin'/></w:r>"


def simple(instruction: str, result: str = "") -> str:
    return f'<w:fldSimple w:instr="{instruction}">{result}</w:fldSimple>'


def math(content: str) -> str:
    return f"<m:oMath>{content}</m:oMath>"


def mr(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


def me(name: str, text: str) -> str:
    return f"<m:{name}>{text if text.startswith('<') else mr(text)}</m:{name}>"


def fraction(above: str, below: str) -> str:
    return f"<m:f>{me('num', above)}{me('den', below)}</m:f>"


def check_form(ticked: bool) -> str:
    return f"<w:ffData><w:checkBox><w:sizeAuto/><w:default w:val='{int(ticked)}'/></w:checkBox></w:ffData>"


def control(properties: str, text: str) -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{r(text)}</w:sdtContent></w:sdt>"


def lists(form: str, text: str, more: str = "", font: str = "") -> str:
    """A numbering part with one list of that form."""
    face = f"<w:rPr><w:rFonts w:ascii='{font}' w:hAnsi='{font}'/></w:rPr>" if font else ""
    level = f"<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='{form}'/>{more}<w:lvlText w:val='{text}'/>{face}</w:lvl>"
    return f"<w:abstractNum w:abstractNumId='0'>{level}</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"


def counted(form: str, text: str, **more: str) -> Callable[[], bytes]:
    return lambda: report(
        numbered(1, 0, "摸清全部底数；"), numbered(1, 0, "逐项对账销号。"), parts={"numbering": lists(form, text, **more)}
    )


#: Four colours, one a quarter, so that a crop, a turn and a mirror show.
QUARTERS = ((255, 0, 0), (0, 160, 0), (0, 0, 255), (255, 255, 0))


def photograph(kind: str = "PNG") -> bytes:
    image = Image.new("RGB", (80, 40))
    for index, colour in enumerate(QUARTERS):
        x, y = index % 2 * 40, index // 2 * 20
        image.paste(colour, (x, y, x + 40, y + 20))
    out = io.BytesIO()
    image.save(out, kind, **({"quality": 95, "subsampling": 0} if kind == "JPEG" else {}))
    return out.getvalue()


def shown(crop: str = "", frame: str = "", relation: str = "p1", described: str = "活动现场") -> str:
    rect = f"<a:srcRect {crop}/>" if crop else ""
    return (
        f'<w:r><w:drawing><wp:inline><wp:extent cx="900000" cy="450000"/><wp:docPr id="1" name="图片 1" descr="{described}"/>'
        f'<a:graphic><a:graphicData uri="p"><pic:pic><pic:blipFill><a:blip r:embed="{relation}"/>{rect}</pic:blipFill>'
        f"<pic:spPr><a:xfrm {frame}/></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def old(style: str = "", crop: str = "") -> str:
    return f"<w:r><w:pict><v:shape style='{style}'><v:imagedata r:id='p1' {crop}/></v:shape></w:pict></w:r>"


_ONE: dict[str, str | bytes] = {"media/image1.png": photograph(), "media/image2.png": photograph()}
_TO_ONE = {"p1": ("image", "media/image1.png"), "p2": ("image", "media/image2.png")}


def pictured(*content: str, **more: object) -> bytes:
    parts = _ONE | (more.pop("parts", {}))  # type: ignore[operator]
    related = _TO_ONE | (more.pop("related", {}))  # type: ignore[operator]
    return report(*content, parts=parts, related=related)


def headed(content: str, name: str = "header") -> bytes:
    root = {"header": "hdr", "footer": "ftr"}[name]
    part = f"<w:{root} {_SPACES}>{content}</w:{root}>"
    return report(r("正文照旧。"), parts={f"{name}1.xml": part}, related={"h1": (name, f"{name}1.xml")})


def noted(content: str, mark: str = "<w:r><w:footnoteReference w:id='2'/></w:r>", **more: object) -> bytes:
    part = f"<w:footnote w:id='2'>{p(content)}</w:footnote>"
    space = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    links = f'<Relationships {space}><Relationship Id="p1" Type="x/image" Target="media/image1.png"/></Relationships>'
    return pictured(r("见脚注") + mark + r("。"), parts={"footnotes": part, "_rels/footnotes.xml.rels": links}, **more)


REMARK = "批注写得很长，说明这里的数据要与统计部门核对清楚以后才能够上报，不得有误"


def remarked(count: int) -> bytes:
    said = "".join(f"<w:comment w:id='{n}'>{p(f'第{n}条{REMARK}')}</w:comment>" for n in range(count))
    marks = "".join(f"<w:r><w:commentReference w:id='{n}'/></w:r>" for n in range(count))
    return report(r("批注在此") + marks + r("。"), parts={"comments": said})


def large(rows: int, columns: int) -> bytes:
    cells = [[f"{i}行{j}列" for j in range(columns)] for i in range(rows)]
    return report(p("表1 各项数据"), table(cells))


def changed() -> bytes:
    who = "w:id='1' w:author='甲' w:date='2022-05-01T00:00:00Z'"
    gone = "".join(f"<w:del {who}><w:r><w:delText>{text}</w:delText></w:r></w:del>" for text in ("旧的", "说法"))
    return report(r("按") + gone + f"<w:ins {who}>{r('新的要求')}</w:ins>" + r("办理。"))


def embedded() -> str:
    return (
        "<w:r><w:object><v:shape><v:imagedata r:id='p1'/></v:shape>"
        "<o:OLEObject Type='Embed' ProgID='Excel.Sheet.12' r:id='o1'/></w:object></w:r>"
    )


def entry(words: str, page: str) -> str:
    return p(r(words) + "<w:r><w:tab/></w:r>" + r(page))


def watermark(words: str) -> str:
    return p(f"<w:r><w:pict><v:shape><v:textpath string='{words}'/></v:shape></w:pict></w:r>")


RAISED_STYLE = (
    "<w:style w:type='character' w:styleId='up'><w:name w:val='上标'/><w:rPr><w:vertAlign w:val='superscript'/></w:rPr></w:style>"
)
CHOICE = "<w:ffData><w:ddList><w:result w:val='1'/><w:listEntry w:val='良好'/><w:listEntry w:val='优秀'/></w:ddList></w:ffData>"
#: 1 and 1.1, bound to the styles of headings.
DECIMALS = (
    "<w:abstractNum w:abstractNumId='0'>"
    + "".join(
        f"<w:lvl w:ilvl='{level}'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:pStyle w:val='{level + 1}'/>"
        f"<w:lvlText w:val='{text}'/></w:lvl>"
        for level, text in enumerate(("%1", "%1.%2"))
    )
    + "</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
)
EQUATIONS = {
    r"eq \o\ac(○,1)": "①",
    r"eq \o\ac(○,12)": "⑫",
    r"eq \o\ac(○,一)": "㊀",
    r"EQ \o(○,3)": "③",
    r"eq \f(1,2)": "1/2",
    r"EQ \f(a+b,c)": "（a+b）/c",
    r"eq \r(3)": "√3",
    r"eq \r(3,8)": "³√8",
    r"EQ \* jc2 \* &quot;Font:宋体&quot; \* hps10 \o\ad(\s\up 9(pī),邳)": "邳（pī）",
    r"eq \x(方框)": "方框",
    r"eq \b(a)": "（a）",
    r"eq \o(\s\up 5(上),\s\do 2(下))": "上下",
    r"eq m\s\up6(2)": "m²",
    r"eq H\s\do4(2)O": "H₂O",
}
NUMBERS = {
    ("ideographLegalTraditional", "%1、"): ("壹、", "貳、"),
    ("chineseLegalSimplified", "%1、"): ("壹、", "贰、"),
    ("decimalFullWidth", "%1．"): ("１．", "２．"),
    ("decimalFullWidth", "（%1）"): ("（１）", "（２）"),
    ("ideographEnclosedCircle", "%1"): ("㊀", "㊁"),
    ("decimalEnclosedCircleChinese", "%1"): ("①", "②"),
    ("decimalEnclosedParen", "%1"): ("⑴", "⑵"),
    ("decimalEnclosedFullstop", "%1"): ("⒈", "⒉"),
    ("ideographTraditional", "%1."): ("甲.", "乙."),
    ("ideographZodiac", "%1."): ("子.", "丑."),
    ("ideographZodiacTraditional", "%1."): ("甲子.", "乙丑."),
    ("taiwaneseDigital", "%1、"): ("一、", "二、"),
    ("japaneseCounting", "（%1）"): ("（一）", "（二）"),
    ("upperRoman", "%1."): ("I.", "II."),
    ("lowerLetter", "%1)"): ("a)", "b)"),
    ("decimalZero", "%1."): ("01.", "02."),
    ("ordinal", "%1"): ("1st", "2nd"),
    ("numberInDash", "%1"): ("- 1 -", "- 2 -"),
    ("hebrew1", "%1."): ("1.", "2."),
}

CASES: dict[str, Case] = {
    # --- looks that say something
    "square metres": Case(lambda: report(r("面积300m") + high("2") + r("，共2×10") + high("8") + r("元。")), ("300m²", "10⁸")),
    "power by style": Case(
        lambda: report(
            r("增长10", "") + r("3", "<w:rStyle w:val='up'/>") + r("倍。"),
            parts={"styles": RAISED_STYLE},
        ),
        ("10³倍",),
    ),
    "power by hand": Case(
        lambda: report(r("面积300m") + r("2", "<w:position w:val='6'/><w:sz w:val='18'/>") + r("。")),
        ("300m²。",),
    ),
    "power that no face has": Case(lambda: report(r("约10") + high("10") + r("个。")), ("10^10^",)),
    "power in runs": Case(lambda: report(r("约10") + high("1") + high("2") + r("个。")), ("10¹²",)),
    "subscript": Case(lambda: report(r("减排CO") + low("2") + r("，x") + low("ij") + r("为系数。")), ("CO₂", "x~ij~")),
    "mark above": Case(
        lambda: report(r("文献") + high("[1]") + r("指出，Word") + high("TM") + r("可用。")), ("[1", "Word™"), ("[1]",)
    ),
    "degrees": Case(lambda: report(r("气温25") + high("o") + r("C。")), ("25°C",)),
    "struck": Case(
        lambda: report(r("参加的有") + struck("三百人") + r("五百人。")), ("参加的有五百人",), ("三百人",), ("三百人",)
    ),
    "struck twice": Case(
        lambda: report(r("定于") + twice("周一上午") + r("周二。")), ("定于周二",), ("周一上午",), ("周一上午",)
    ),
    "emphasis dots": Case(
        lambda: report(r("务必") + mark("<w:em w:val='dot'/>")("按时") + r("报送。")), ("务必*按时*报送",), ("按时", "着重号")
    ),
    "no emphasis dots": Case(lambda: report(r("务必") + mark("<w:em w:val='none'/>")("按时") + r("报送。")), ("务必按时报送",)),
    "struck paragraph": Case(lambda: report(struck("整段都不要了。")), (), ("整段都不要了。",), ("整段都不要了",)),
    "capitals": Case(lambda: report(r("人均") + r("gdp", "<w:caps/>") + r("增长。")), ("人均GDP增长",)),
    "underlined blanks": Case(
        lambda: report(r("姓名：") + under("        ") + r("电话：") + under("　　　")),
        ("姓名：", "\\_\\_\\_\\_\\_\\_\\_\\_", "电话：\\_"),
    ),
    "underlined tab": Case(
        lambda: report(r("单位：") + "<w:r><w:rPr><w:u w:val='single'/></w:rPr><w:tab/></w:r>"),
        ("单位：\\_\\_",),
    ),
    "tab with a leader": Case(
        lambda: report(
            p(r("单位：") + "<w:r><w:tab/></w:r>", "<w:tabs><w:tab w:val='left' w:leader='underscore' w:pos='5000'/></w:tabs>")
        ),
        ("单位：\\_\\_",),
    ),
    "note in a caption": Case(
        lambda: pictured(
            shown(),
            p(r("图1 活动现场") + "<w:r><w:footnoteReference w:id='2'/></w:r>"),
            parts={"footnotes": f"<w:footnote w:id='2'>{p('由记者站供图。')}</w:footnote>"},
        ),
        ("图1　活动现场", "由记者站供图。"),
        ("没有注码",),
        pictures=1,
    ),
    "fine dust": Case(lambda: report(r("PM") + low("2.5") + r("浓度下降。")), ("PM2.5浓度",), ("2.5",)),
    "power of less than nothing": Case(lambda: report(r("约10") + high("-3") + r("秒。")), ("10^-3^秒",)),
    "underlined words": Case(lambda: report(r("主题为") + under("Open Day") + r("活动。")), ("主题为Open Day活动",), (), ("_",)),
    "room in a form": Case(lambda: report(r("整理：      审核：      签发：")), ("整理：　　　审核：　　　签发：",)),
    # --- fields
    **{
        f"equation {index}": Case(lambda text=text: report(r("其中第") + code(text) + r("项。")), (f"其中第{said}项",))  # type: ignore[misc]
        for index, (text, said) in enumerate(EQUATIONS.items())
    },
    "equation in runs": Case(lambda: report(r("第") + code("eq \\o\\ac(", "○", ",2)") + r("项。")), ("第②项",)),
    "equation as a simple field": Case(lambda: report(r("第") + simple("eq \\o\\ac(○,5)") + r("项。")), ("第⑤项",)),
    "line above": Case(lambda: report(r("均值") + code("eq \\x\\to(x)") + r("上升。")), ("均值x上升。",), ("eq \\x\\to(x) → x",)),
    "two lines in one, in brackets": Case(
        lambda: report(r("省文明办") + two("round", "省教") + two("round", "育厅") + r("联合印发。")),
        ("省文明办（省教育厅）联合印发。",),
        ("双行合一", "（省教育厅）"),
    ),
    "two lines in one, bare": Case(
        lambda: report(two("", "甲") + two("", "乙", "8") + r("两市。")),
        ("甲乙两市。",),
        ("双行合一的文字改成了一行：甲", "一行：乙"),
    ),
    "no longer two lines": Case(
        lambda: report(r("甲市", "<w:eastAsianLayout w:id='7' w:combine='0' w:combineBrackets='round'/>") + r("和乙市。")),
        ("甲市和乙市。",),
    ),
    "triangle around": Case(
        lambda: report(r("见") + code("eq \\o\\ac(△,密)") + r("件。")), ("见（密）件",), ("eq \\o\\ac(△,密)",)
    ),
    "box ticked": Case(
        lambda: report(
            code(" FORMCHECKBOX ", form=check_form(True))
            + r("同意　")
            + code(" FORMCHECKBOX ", form=check_form(False), result="")
            + r("不同意")
        ),
        ("√同意", "□不同意"),
        ("☑ → √",),
    ),
    "drop-down": Case(
        lambda: report(
            r("等次：")
            + code(
                " FORMDROPDOWN ",
                form=CHOICE,
            )
            + r("。")
        ),
        ("等次：优秀。",),
    ),
    "text form": Case(lambda: report(r("单位：") + code(" FORMTEXT ", result=r("文明办")) + r("。")), ("单位：文明办。",)),
    "nested condition": Case(
        lambda: report(
            r("结果")
            + "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> IF </w:instrText></w:r>"
            + code(" REF a ", result=r("甲甲"))
            + "<w:r><w:instrText> = 1 </w:instrText></w:r>"
            + r("不显示的话")
            + "<w:r><w:fldChar w:fldCharType='separate'/></w:r>"
            + r("为合格")
            + "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
            + r("。")
        ),
        ("结果为合格。",),
        (),
        ("不显示", "甲甲"),
    ),
    "symbol field": Case(lambda: report(r("已办") + code(" SYMBOL 252 \\f Wingdings ") + r("。")), ("已办√。",)),
    "quote field": Case(lambda: report(r("他说") + code(' QUOTE "照章办事" ') + r("。")), ("他说照章办事。",)),
    "computed": Case(lambda: report(r("印于") + code(" DATE \\@ yyyy ") + r("。")), ("印于。",), ("DATE",)),
    "unseen": Case(lambda: report(r("索引") + code(' XE "索引项" ') + r("项。")), ("索引项。",)),
    "macro button": Case(
        lambda: report(r("拟办：") + code(" MACROBUTTON NoMacro [请输入拟办意见] ") + r("。")), ("拟办：",), ("[请输入拟办意见]",)
    ),
    "broken reference": Case(
        lambda: report(r("见") + code(" REF _Ref1 ", result=r("错误！未找到引用源。")) + r("。")),
        ("错误！未找到引用源",),
        ("引用坏了",),
    ),
    # --- content controls
    "prompt": Case(
        lambda: report(r("姓名：") + control("<w:showingPlcHdr/>", "单击或点击此处输入文字。") + r("到会。")),
        ("姓名：到会",),
        ("单击或点击此处输入文字。",),
        ("单击",),
    ),
    "prompt as a block": Case(
        lambda: report(f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{p('选择一项。')}</w:sdtContent></w:sdt>"),
        (),
        ("选择一项。",),
        ("选择一项",),
    ),
    "prompt as text": Case(lambda: report(r("单击此处输入文字。")), ("单击此处输入文字",), ("像是没有填写",)),
    "control with an answer": Case(
        lambda: report(r("等次：") + control("<w:dropDownList/>", "优秀") + r("。")), ("等次：优秀。",)
    ),
    "control ticked": Case(
        lambda: report(
            r("请选：")
            + control("<w14:checkbox xmlns:w14='x'/>", "☒")
            + r("同意")
            + control("<w14:checkbox xmlns:w14='x'/>", "☐")
            + r("反对")
        ),
        ("■同意", "□反对"),
        ("☒ → ■", "☐ → □"),
    ),
    # --- signs
    "ring as a zero": Case(lambda: report(p("○二二年五月，全市启动创建工作。")), ("○二二年五月",), (), ("- 二二年",)),
    "boxes to tick": Case(lambda: report(p("□同意　□不同意"), p("□弃权")), ("□同意", "□不同意", "□弃权"), (), ("- 同意",)),
    "stars": Case(
        lambda: report(p("★重点任务：完成整治。"), p("☆一般任务：做好宣传。")), ("★重点任务", "☆一般任务"), (), ("- 重点",)
    ),
    "rings as bullets": Case(lambda: report(p("○ 建立清单；"), p("○ 对账销号。")), ("- 建立清单", "- 对账销号")),
    "tick in Wingdings": Case(
        lambda: report(r("ü", "<w:rFonts w:ascii='Wingdings' w:hAnsi='Wingdings'/>") + r("已完成。")), ("√已完成",), (), ("ü",)
    ),
    "tick in the private area": Case(lambda: report(r("\uf0fc已完成，\uf0a8未完成。")), ("√已完成，□未完成",)),
    "Greek in Symbol": Case(
        lambda: report(r("系数") + r("a", "<w:rFonts w:ascii='Symbol' w:hAnsi='Symbol'/>") + r("取值。")), ("系数α取值",)
    ),
    "unknown sign": Case(
        lambda: report(r("标志") + r("\uf021", "<w:rFonts w:ascii='Wingdings'/>") + r("如下。")),
        ("标志□如下",),
        ("认不出的符号",),
    ),
    "soft break before a dash": Case(
        lambda: report(r("要求如下：") + "<w:r><w:br/></w:r>" + r("- 建立清单") + "<w:r><w:br/></w:r>" + r("- 对账销号")),
        ("建立清单", "对账销号"),
    ),
    "line separators": Case(
        lambda: report(r("第一句到此为止。\u2028第二句从此开始。\u0085第三句收尾。")),
        ("第一句到此为止。", "第二句从此开始。", "第三句收尾。"),
    ),
    "controls": Case(lambda: report(r("看不见\u0080的字\u200b符。")), ("看不见的字符。",)),
    # --- numbers
    **{
        f"numbers {form} {text}": Case(
            counted(form, text), tuple(f"{said}" for said in labels), ("hebrew1",) if form == "hebrew1" else ()
        )
        for (form, text), labels in NUMBERS.items()
    },
    "boxes as bullets": Case(counted("bullet", "\uf0a8", font="Wingdings"), ("□摸清全部底数", "□逐项对账销号")),
    # --- pictures
    "cropped": Case(lambda: pictured(shown("r='50000'")), pictures=1),
    "turned": Case(lambda: pictured(shown(frame="rot='5400000'")), pictures=1),
    "mirrored": Case(lambda: pictured(shown(frame="flipH='1'")), pictures=1),
    "cropped in VML": Case(lambda: pictured(old("rotation:180", "cropright='32768f'")), pictures=1),
    "picture in a note": Case(
        lambda: noted("<w:r><w:t>如图。</w:t></w:r>" + shown(), related={}), ("如图。",), ("脚注里的图片",), pictures=1
    ),
    "pictures side by side": Case(
        lambda: pictured(table([[p(shown()), p(shown(relation="p2"))], ["现场之一", "现场之二"]])),
        ('"现场之一"', '"现场之二"'),
        (),
        ("|",),
        2,
    ),
    "picture in a table": Case(
        lambda: pictured(table([["项目", "照片"], ["植树", p(shown())], ["清淤", "略"]])),
        ("| 植树 |",),
        ("表格里的图片",),
        pictures=1,
    ),
    "picture in a text box": Case(
        lambda: pictured(
            f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{p(shown())}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        ),
        pictures=1,
    ),
    "picture in the header": Case(
        lambda: report(
            r("正文。"),
            parts={"header1.xml": f"<w:hdr {_SPACES}>{p(picture('x'))}</w:hdr>"},
            related={"h1": ("header", "header1.xml")},
        ),
        (),
        ("页眉里的图片",),
    ),
    "grey by an effect": Case(
        lambda: pictured(shown().replace('<a:blip r:embed="p1"/>', '<a:blip r:embed="p1"><a:grayscl/></a:blip>')),
        (),
        ("灰度",),
        pictures=1,
    ),
    # --- beside the text
    "watermark": Case(lambda: headed(watermark("机密★")), (), ("水印没有导入：机密★",)),
    "watermark in the text": Case(lambda: report(watermark("内部资料 严禁外传")), (), ("内部资料 严禁外传",)),
    "header": Case(lambda: headed(p("第五次全体会议材料之十二")), (), ("第五次全体会议材料之十二",)),
    "footer": Case(lambda: headed(p("联系电话：025-12345678"), "footer"), (), ("联系电话：025-12345678",)),
    "comments": Case(
        lambda: remarked(9),
        (),
        tuple(f"第{n}条{REMARK}" for n in range(9)),
    ),
    "changes": Case(changed, ("按新的要求办理",), ("“旧的说法”", "“新的要求”")),
    "embedded sheet": Case(
        lambda: pictured(embedded()), (), ("只放进了它的图片，里面的内容没有导入：嵌入的对象（Excel.Sheet.12",), pictures=1
    ),
    "sub-document": Case(
        lambda: report("<w:p><w:r><w:t>见子文档。</w:t></w:r></w:p><w:subDoc r:id='s1'/>"), ("见子文档",), ("子文档",)
    ),
    # --- formulas
    "half": Case(lambda: report(r("占") + math(fraction("1", "2")) + r("。")), ("占1/2。",), ("公式",)),
    "root": Case(
        lambda: report(r("为") + math(f"<m:rad><m:radPr/><m:deg/>{me('e', '3')}</m:rad>") + r("。")), ("为√3。",), ("公式",)
    ),
    "power": Case(
        lambda: report(r("为") + math(f"<m:sSup>{me('e', 'x')}{me('sup', '2')}</m:sSup>") + r("。")), ("为x²。",), ("公式",)
    ),
    "terms": Case(
        lambda: report(r("为") + math(fraction("a+b", "2") + mr("+") + f"<m:sSub>{me('e', 'y')}{me('sub', '1')}</m:sSub>")),
        ("（a+b）/2+y₁",),
        ("公式",),
    ),
    "sum": Case(
        lambda: report(
            math(f"<m:nary><m:naryPr><m:chr m:val='∑'/></m:naryPr>{me('sub', 'i=1')}{me('sup', 'n')}{me('e', 'x')}</m:nary>")
        ),
        ("∑",),
        ("公式",),
    ),
    "brackets": Case(lambda: report(math(f"<m:d>{me('e', fraction('a', 'b'))}</m:d>")), ("(a/b)",), ("公式",)),
    # --- too much for a report
    "long table": Case(lambda: large(501, 2), ("500行1列", "0行0列"), ("已分成 2 个",)),
    "wide table": Case(lambda: large(3, 25), ("2行24列",), ("已分成 3 个",)),
    "long paragraph": Case(lambda: report(p(LONG * 300)), (LONG,), ("已分成",)),
    # --- structure
    "office above the title": Case(
        lambda: package(
            p(r("南湖区文明办", "<w:sz w:val='32'/>"), "<w:jc w:val='center'/>")
            + centred("创建工作迈上新台阶")
            + p(BODY)
            + p(LONG)
        ),
        ("# 创建工作迈上新台阶\n", "南湖区文明办"),
    ),
    "red head": Case(
        lambda: package(
            p(r("南湖区精神文明建设委员会文件", "<w:color w:val='FF0000'/><w:sz w:val='72'/>"), "<w:jc w:val='center'/>")
            + p(r("南文明〔2022〕5号"), "<w:jc w:val='center'/>")
            + centred("关于深化文明创建工作")
            + centred("情况的报告")
            + p(BODY)
            + p(LONG)
        ),
        ("# 关于深化文明创建工作情况的报告\n",),
        told=("南湖区精神文明建设委员会文件", "南文明〔2022〕5号"),
        gone=("南湖区精神文明建设委员会文件", "南文明〔2022〕5号"),
    ),
    "head in black": Case(
        lambda: package(
            centred("南湖区文明办文件", 72)
            + p(r("南文明办〔2022〕12号"), "<w:jc w:val='center'/>")
            + centred("创建工作总结")
            + p(BODY)
            + p(LONG)
        ),
        ("# 创建工作总结\n",),
        told=("南湖区文明办文件", "南文明办〔2022〕12号"),
        gone=("南湖区文明办文件", "南文明办〔2022〕12号"),
    ),
    "title of two lines": Case(
        lambda: package(centred("坚持常态长效") + centred("推动创建工作提质增效") + p(BODY) + p(LONG)),
        ("# 坚持常态长效推动创建工作提质增效\n",),
    ),
    "typed contents": Case(
        lambda: report(
            p("目　录"), entry("一、总体情况", "1"), entry("二、主要做法", "3"), p("一、总体情况"), p(BODY), p("二、主要做法")
        ),
        ("## 一、总体情况\n", "## 二、主要做法\n"),
        ("目录没有导入",),
        ("总体情况1",),
    ),
    "headings counted in decimals": Case(
        lambda: report(
            styled("1", "总体要求"),
            p(BODY),
            styled("2", "工作目标"),
            p(BODY),
            parts={
                "numbering": DECIMALS,
            },
        ),
        ("## 1.总体要求\n", "### 1.1 工作目标\n"),
    ),
    "headings with decimals typed": Case(
        lambda: report(p("1.1 工作目标", "<w:outlineLvl w:val='1'/>"), p(BODY)),
        ("## 1.1 工作目标\n",),
    ),
    "columns without a table": Case(
        lambda: report(p(r("南京市") + "<w:r><w:tab/></w:r>" + r("95"))),
        ("南京市　95",),
    ),
    "empty form field": Case(
        lambda: report(r("姓名：") + code(" FORMTEXT ", result=r("\u2002\u2002\u2002")) + r("。")),
        ("姓名：。",),
        ("空着的填写框",),
    ),
    "two reports": Case(
        lambda: package(centred("第一篇的标题") + p(BODY) + p(LONG) + centred("第二篇的标题") + p(LONG) + p(BODY)),
        ("# 第一篇的标题\n", "第二篇的标题"),
        ("像是另一篇稿件的标题：第二篇的标题",),
    ),
    # --- half a field, paragraphs that go on in one another
    "field that never ends": Case(
        lambda: report(r("开头") + begun() + r("后面的话都在。"), p("另一段也在。")), ("开头后面的话都在。", "另一段也在。")
    ),
    "field without its end": Case(
        lambda: report(
            r("开头") + begun() + "<w:r><w:instrText> PAGE </w:instrText></w:r>" + r("后面的话都在。"),
            p(code(" REF a ", result=r("结果")) + r("也在。")),
        ),
        ("开头后面的话都在。", "结果也在。"),
        gone=("PAGE",),
    ),
    "field with its first half deleted": Case(
        lambda: report(
            r("见")
            + f"<w:del w:id='1' w:author='甲'>{begun()}<w:r><w:delInstrText> REF a </w:delInstrText></w:r></w:del>"
            + "<w:r><w:fldChar w:fldCharType='separate'/></w:r>"
            + r("结果")
            + "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
            + r("后面。")
        ),
        ("见结果后面。",),
        ("（域）",),
    ),
    "dropped capital": Case(
        lambda: report(
            p(r("全", "<w:sz w:val='100'/>"), "<w:framePr w:dropCap='drop' w:lines='2'/>"),
            p("市上下深入推进文明创建，成效明显。"),
        ),
        ("# 各项工作有序推进\n", "\n全市上下深入推进文明创建"),
    ),
    "dropped capital before a table": Case(
        lambda: report(p(r("全"), "<w:framePr w:dropCap='margin'/>"), table([["单位", "得分"], ["南京", "95"]])),
        ("\n全\n", "| 南京 | 95 |"),
    ),
    "style separator": Case(
        lambda: report(
            p(r("一、总体情况。"), "<w:outlineLvl w:val='0'/><w:rPr><w:vanish/><w:specVanish/></w:rPr>"), p("全市共有社区500个。")
        ),
        ("\n一、总体情况。全市共有社区500个。\n",),
    ),
    "small capitals": Case(lambda: report(r("人均") + r("gdp", "<w:smallCaps/>") + r("增长。")), ("人均GDP增长",)),
    "title that begins with a place": Case(
        lambda: package(centred("苏州市：") + centred("创新机制提升水平") + p(BODY) + p(LONG)), ("# 苏州市：创新机制提升水平\n",)
    ),
    "note deleted with its mark": Case(
        lambda: noted("由统计局提供。", mark="<w:del w:id='1' w:author='甲'><w:r><w:footnoteReference w:id='2'/></w:r></w:del>"),
        ("见脚注。",),
        ("“注：由统计局提供。”", "“（注码）”"),
        ("统计局",),
    ),
    # --- characters that look like others
    "radicals of a PDF": Case(lambda: report(r("⽂明办⼯作⼈员服务⺠⽣，⼾⼾参与。")), ("文明办工作人员服务民生，户户参与。",)),
    "compatibility ideographs": Case(lambda: report(r("\uf9dcand\uf90a。")), ("隆and金。",)),
    "half-width marks of Japanese": Case(
        lambda: report(r("会议指出｡各地､各部门落实｢要求｣｡")), ("会议指出。各地、各部门落实「要求」。",)
    ),
    "marks of vertical lines": Case(lambda: report(r("会议指出︐要落实︒︵见附件︶")), ("会议指出，要落实。（见附件）",)),
    "small marks": Case(lambda: report(r("会议指出﹐占5﹪﹒﹙见附件﹚")), ("会议指出，占5%。（见附件）",)),
    # --- numbers of other definitions
    "numbers of a list style": Case(
        lambda: report(
            numbered(1, 0, "摸清底数；"),
            numbered(1, 0, "对账销号。"),
            parts={
                "numbering": "<w:abstractNum w:abstractNumId='0'><w:numStyleLink w:val='公文编号'/></w:abstractNum>"
                "<w:abstractNum w:abstractNumId='1'><w:styleLink w:val='公文编号'/><w:lvl w:ilvl='0'><w:start w:val='1'/>"
                "<w:numFmt w:val='chineseCounting'/><w:lvlText w:val='（%1）'/></w:lvl></w:abstractNum>"
                "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num><w:num w:numId='2'><w:abstractNumId w:val='1'/></w:num>"
            },
        ),
        ("（一）摸清底数；", "（二）对账销号。"),
    ),
    "numbers of three digits": Case(
        lambda: report(
            numbered(1, 0, "摸清底数；"),
            parts={
                "numbering": "<w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:start w:val='9'/><mc:AlternateContent>"
                "<mc:Choice Requires='w14'><w:numFmt w:val='custom' w:format='001, 002, 003, ...'/></mc:Choice><mc:Fallback>"
                "<w:numFmt w:val='decimal'/></mc:Fallback></mc:AlternateContent><w:lvlText w:val='%1.'/></w:lvl></w:abstractNum>"
                "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
            },
        ),
        ("009.",),
    ),
    "numbers of articles": Case(counted("chineseCountingThousand", "第%1条"), ("第一条　摸清全部底数", "第二条　逐项对账销号")),
    "list on its second level": Case(
        lambda: report(numbered(2, 1, "摸清底数；"), numbered(2, 1, "对账销号。")), ("\na)摸清底数；", "\nb)对账销号。")
    ),
    # --- tables in tables, captions without a number
    "table in a frame": Case(
        lambda: report(table([[table([["单位", "得分"], ["南京", "95"]]) + p()]])),
        ("| 单位 | 得分 |", "| 南京 | 95 |"),
        gone=(":::",),
    ),
    "table in a cell": Case(
        lambda: report(table([["单位", "明细"], ["南京", p("如下：") + table([["甲", "1"], ["乙", "2"]]) + p()]])),
        ("| 南京 | 如下：<br>甲　1<br>乙　2 |",),
        ("表格里还有表格",),
    ),
    "page set in a table": Case(
        lambda: package(table([[centred("各项工作推进")], [p(BODY) + p(LONG)], [table([["甲", "乙"], ["1", "2"]]) + p()]])),
        ("# 各项工作推进\n", f"\n{BODY}\n", "| 1 | 2 |"),
    ),
    "cells merged across without a word": Case(
        lambda: report(
            table(
                [["地区", "", "得分"], ["苏", "南", "3"]],
                {(0, 0): "<w:hMerge w:val='restart'/>", (0, 1): "<w:hMerge/>"},
            )
        ),
        ("| 地区 | << | 得分 |",),
    ),
    "head of a paper in a table": Case(
        lambda: package(table([["工作简报"], ["第5期"]]) + centred("各项工作推进") + p(BODY) + p(LONG)),
        ("# 各项工作推进\n", "工作简报"),
        ("第5期",),
        ("|",),
    ),
    "centred caption": Case(
        lambda: report(
            p("各市得分情况表", "<w:jc w:val='center'/>"),
            p("单位：分", "<w:jc w:val='right'/>"),
            table([["甲", "乙"], ["1", "2"]]),
        ),
        ("表：各市得分情况表\n", "单位：分\n"),
    ),
    "caption below a table": Case(
        lambda: report(table([["甲", "乙"], ["1", "2"]]), p("表1 各市得分", "<w:jc w:val='center'/>")), ("表1　各市得分\n\n|",)
    ),
    "centred words below a picture": Case(
        lambda: pictured(p(shown(), "<w:jc w:val='center'/>"), p("志愿者在路口劝导", "<w:jc w:val='center'/>")),
        ('"志愿者在路口劝导")',),
        pictures=1,
    ),
    "caption above a picture": Case(lambda: pictured(p("图1 现场"), shown()), ('"图1　现场")',), pictures=1),
    "sizes in points": Case(
        lambda: package(
            p(r("南湖区文明办", "<w:sz w:val='16pt'/>"), "<w:jc w:val='center'/>")
            + p(r("创建工作迈上新台阶", "<w:sz w:val='22pt'/>"), "<w:jc w:val='center'/>")
            + p(BODY)
            + p(LONG)
        ),
        ("# 创建工作迈上新台阶\n", "南湖区文明办"),
    ),
    # --- slips of typing
    "stop after a percentage": Case(lambda: report(p("完成率100%.其中城区先行完成。")), ("100%。其中",)),
    "comma in a number": Case(lambda: report(p("投入1，200万元，惠及12，345人。")), ("1,200万元", "12,345人")),
    "space before a sign": Case(lambda: report(p("覆盖率达到40 %以上。")), ("40%以上",)),
}
