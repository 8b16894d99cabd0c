"""Print files spoilt in one way each: one for every rule of the trade's table that is checked on a file.

Each edit is made on the first two pages of the example issue's print file; what is to be said of it is its code, and words of
the message."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pikepdf
import press_support as support
from made_once import made_once
from pikepdf import Array, Dictionary, Name, String

Edit = Callable[[Any], None]


class Spoilt(NamedTuple):
    """`also`: codes that such a file has of itself."""

    rule: str
    edit: Edit
    code: str
    words: str
    standard: str = "x-4"
    also: frozenset[str] = frozenset()
    label: str | None = None  # "": of any file; None: of the standard


@made_once
def two_pages(standard: str) -> bytes:
    def cut(document: pikepdf.Pdf) -> None:
        del document.pages[2:]

    return support.edited(support.printed(standard=standard), cut, deterministic_id=True)


def _page(document: pikepdf.Pdf) -> pikepdf.Page:
    return document.pages[1]


def drawn(content: bytes, resources: Callable[[Any, Any], None] = lambda document, page: None) -> Edit:
    """Draws `content` over page 2, in a state in which black overprints, after `resources` has put there what it needs."""

    def edit(document: pikepdf.Pdf) -> None:
        page = _page(document)
        resources(document, page)
        page.contents_add(document.make_stream(b"q /Over11 gs " + content + b" Q"))

    return edit


def put(group: str, name: str, value: Callable[[Any], Any]) -> Callable[[Any, Any], None]:
    def edit(document: pikepdf.Pdf, page: pikepdf.Page) -> None:
        if f"/{group}" not in page.Resources:
            page.Resources[f"/{group}"] = Dictionary()
        page.Resources[f"/{group}"][f"/{name}"] = value(document)

    return edit


def state(**entries: Any) -> Callable[[Any, Any], None]:
    return put("ExtGState", "Spoilt", lambda _: Dictionary(**entries))


def spot(name: str, alternate: tuple[float, ...] = (0, 1, 1, 0)) -> Callable[[Any], Any]:
    def made(document: pikepdf.Pdf) -> pikepdf.Object:
        tint = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0, 0, 0, 0]), C1=Array(alternate), N=1)
        return document.make_indirect(Array([Name.Separation, Name(name), Name.DeviceCMYK, tint]))

    return made


def ink(space: Callable[[Any], Any]) -> Callable[[Any, Any], None]:
    return put("ColorSpace", "Spoilt", space)


def two_inks(document: pikepdf.Pdf) -> pikepdf.Object:
    mixed = document.make_stream(b"{pop 0 exch 0 exch 0}", FunctionType=4, Domain=Array([0, 1, 0, 1]), Range=Array([0, 1] * 4))
    return document.make_indirect(Array([Name.DeviceN, Array([Name("/套 红"), Name.Black]), Name.DeviceCMYK, mixed]))


def picture(**changes: Any) -> Edit:
    """An inch square, of 400 pixels, at 100, 100."""
    size: tuple[int, int] = changes.pop("size", (400, 400))
    space, channels, value = changes.pop("space", (Name.DeviceGray, 1, 127))
    side: tuple[int, int] = changes.pop("side", (72, 72))

    def made(document: pikepdf.Pdf) -> pikepdf.Object:
        bits = changes.get("BitsPerComponent", 8)
        row = -(-size[0] * channels * bits // 8)
        image = document.make_stream(bytes([value]) * (row * size[1]))
        image.Type, image.Subtype, image.Width, image.Height = Name.XObject, Name.Image, *size
        image.ColorSpace, image.BitsPerComponent = space, bits
        for key, entry in changes.items():
            image[f"/{key}"] = entry
        return image

    return drawn(b"%d 0 0 %d 100 100 cm /Spoilt Do" % (side[0], side[1]), put("XObject", "Spoilt", made))


def words(size: float, color: bytes) -> Edit:
    """Some text of the page's own face."""

    def edit(document: pikepdf.Pdf) -> None:
        page = _page(document)
        face = next(iter(page.Resources.Font.keys())).encode()
        shown = b"BT %s %g Tf 1 0 0 1 100 700 Tm <0001> Tj ET" % (face, size)
        page.contents_add(document.make_stream(b"q /Over11 gs %s %s Q" % (color, shown)))

    return edit


def layered(hidden: bool) -> Edit:
    def edit(document: pikepdf.Pdf) -> None:
        group = document.make_indirect(Dictionary(Type=Name.OCG, Name=String("底稿")))
        default = Dictionary(OFF=Array([group])) if hidden else Dictionary()
        document.Root["/OCProperties"] = Dictionary(OCGs=Array([group]), D=default)
        drawn(b"/OC /Spoilt BDC 0 0 0 1 k 50 50 20 20 re f EMC", put("Properties", "Spoilt", lambda _: group))(document)

    return edit


def boxes(**entries: Any) -> Edit:
    def edit(document: pikepdf.Pdf) -> None:
        for key, value in entries.items():
            _page(document)[f"/{key}"] = value

    return edit


def only_a_picture(document: pikepdf.Pdf) -> None:
    page = _page(document)
    width, height = (float(edge) for edge in page.TrimBox[2:])
    page.Contents = document.make_stream(b"q Q")
    picture(size=(3000, 4200), side=(int(width) + 1, int(height) + 1))(document)


def renamed_face(document: pikepdf.Pdf) -> None:
    next(iter(_page(document).Resources.Font.values())).BaseFont = Name("/Courier")


def unembedded(document: pikepdf.Pdf) -> None:
    font = next(iter(_page(document).Resources.Font.values()))
    del font.DescendantFonts[0].FontDescriptor["/FontFile2"]


def untrimmed(document: pikepdf.Pdf) -> None:
    del _page(document)["/TrimBox"]


def emptied(document: pikepdf.Pdf) -> None:
    _page(document).Contents = document.make_stream(b"q Q")


def in_catalog(name: str, value: pikepdf.Object) -> Edit:
    def edit(document: pikepdf.Pdf) -> None:
        document.Root[f"/{name}"] = value

    return edit


def retitled(document: pikepdf.Pdf) -> None:
    document.docinfo["/Title"] = "别的题名"


def linked(document: pikepdf.Pdf) -> None:
    _page(document).Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]))])


def no_intent(document: pikepdf.Pdf) -> None:
    del document.Root["/OutputIntents"]


def unlabelled(document: pikepdf.Pdf) -> None:
    document.Root.Metadata.write(document.Root.Metadata.read_bytes().replace(b"PDF/X-4", b"PDF/X-9"))


def shading(document: pikepdf.Pdf) -> pikepdf.Object:
    ramp = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0, 0, 0]), C1=Array([1, 0, 0]), N=1)
    return document.make_indirect(Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=Array([0, 0, 9, 9]), Function=ramp))


def tiles(document: pikepdf.Pdf) -> pikepdf.Object:
    entries = Dictionary(
        Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1, BBox=Array([0, 0, 4, 4]), XStep=4, YStep=4,
        Resources=Dictionary(),
    )  # fmt: skip
    return document.make_stream(b"1 0 0 rg 0 0 2 2 re f", entries)


def form(document: pikepdf.Pdf) -> pikepdf.Object:
    made = document.make_stream(b"1 0 0 rg 0 0 20 20 re f")
    made.Type, made.Subtype, made.BBox, made.Resources = Name.XObject, Name.Form, Array([0, 0, 20, 20]), Dictionary()
    return made


def rgb_group(document: pikepdf.Pdf) -> None:
    _page(document).Group = Dictionary(Type=Name.Group, S=Name.Transparency, CS=Name.DeviceRGB)


def _icc(document: pikepdf.Pdf) -> pikepdf.Object:
    profile = document.Root.OutputIntents[0].DestOutputProfile
    return Array([Name.ICCBased, profile])


#: Inks beside black and the spot ink, of whatever is drawn in four colours.
_FOUR = frozenset({"preflight-ink"})
ICC = put("ColorSpace", "Spoilt", _icc)
#: One file for each rule, and more where a rule has several ways to be broken.
FILL = b" 100 100 20 20 re f"
SPOILT = (
    Spoilt("合于 PDF/X", unlabelled, "preflight-label", "标注为“PDF/X-9”"),
    Spoilt("页面放大", boxes(UserUnit=2), "preflight-box", "第2页设了放大 2 倍"),
    Spoilt("显示框", boxes(CropBox=Array([50, 50, 500, 700])), "preflight-box", "第2页的显示框"),
    Spoilt("尺寸和方向", boxes(Rotate=90), "preflight-box", "第2页设了旋转 90 度"),
    Spoilt("尺寸和方向", boxes(TrimBox=Array([0, 0, 500, 700])), "preflight-box", "第2页 176×247 毫米"),
    Spoilt("空白页", emptied, "preflight-pages", "第2页是空白页"),
    Spoilt("页数", lambda document: document.pages.append(document.pages[1]), "preflight-pages", "有 3 页，通知单上是 2 页"),
    Spoilt("灰度叠印", drawn(b"0.5 g" + FILL), "preflight-overprint", "灰色是灰度，又设了叠印"),
    Spoilt("白字叠印", words(12, b"0 0 0 0 k"), "preflight-white-overprint", "离左边 35、上边 50 毫米）：白字设了叠印"),
    Spoilt("白色图形叠印", drawn(b"0 0 0 0 k" + FILL), "preflight-white-overprint", "图形（离左边 35、上边 262 毫米）：白色"),
    Spoilt("黑字叠印", drawn(b"/Over00 gs 0 0 0 1 k" + FILL), "preflight-overprint", "黑色没有叠印"),
    Spoilt("灰度的黑字", words(12, b"0 g"), "preflight-overprint", "文字（离左边 35、上边 50 毫米）：黑色是灰度"),
    Spoilt(
        "黑色细线叠印",
        drawn(b"/Over00 gs 0.5 w 0 G 100 100 m 200 100 l S"),
        "preflight-overprint",
        "线条（离左边 35、上边 262 毫米）",
    ),
    Spoilt("Courier 字体", renamed_face, "preflight-font", "第2页，Courier：用了 Courier"),
    Spoilt("四色黑字", words(20, b"0.6 0.5 0.5 1 k"), "preflight-rich-black", "文字（离左边", also=_FOUR),
    Spoilt("小字", words(5, b"0 1 1 0 k"), "preflight-small-text", "5 磅的字用了品红、黄 2 种墨", also=_FOUR),
    Spoilt("小字", words(3, b"0 0 0 1 k"), "preflight-small-text", "字只有 3 磅"),
    Spoilt("小字", words(12, b"0.4 0 0 0.4 0 0 cm 0 1 1 0 k"), "preflight-small-text", "4.8 磅", also=_FOUR),
    Spoilt(
        "细线",
        drawn(b"0 0 0 1 K 0.14 w 100 100 m 200 100 l S"),
        "preflight-thin-line",
        "线条（离左边 35、上边 262 毫米）：线只有 0.14 磅",
    ),
    Spoilt(
        "细线",
        drawn(b"0 0 0 1 k 100 100 300 0.1 re f"),
        "preflight-thin-line",
        "图形（离左边 35、上边 262 毫米）：线只有 0.10 磅",
    ),
    Spoilt("细线", drawn(b"0 1 1 0 k 100 100 0.4 300 re f"), "preflight-thin-line", "0.40 磅的线用了品红、黄 2 种墨", also=_FOUR),
    Spoilt("细线", drawn(b"0 0 0 1 K 0.1 0 0 0.1 0 0 cm 1 w 100 100 m 200 100 l S"), "preflight-thin-line", "线只有 0.10 磅"),
    Spoilt(
        "细线", words(20, b"1 Tr 0.1 w 0 0 0 1 K"), "preflight-thin-line", "文字的轮廓（离左边 35、上边 50 毫米）：线只有 0.10 磅"
    ),
    Spoilt(
        "专色的使用",
        drawn(b"/Spoilt cs 1 scn" + FILL, ink(spot("/PANTONE 485 C"))),
        "preflight-ink",
        "通知单上没有的墨“PANTONE 485 C”",
    ),
    Spoilt("专色的名称", drawn(b"/Spoilt cs 1 scn" + FILL, ink(spot("/黑"))), "preflight-spot-name", "专色叫“黑”"),
    Spoilt(
        "含混的专色",
        drawn(b"/Spoilt cs 1 scn" + FILL, ink(spot("/套红 C"))),
        "preflight-spot-name",
        "“套红”和“套红 C”看来是同一种墨",
        also=_FOUR,
    ),
    Spoilt(
        "含混的专色",
        drawn(b"/Spoilt cs 1 scn" + FILL, ink(spot("/套红", (0, 0.5, 1, 0)))),
        "preflight-spot-name",
        "“套红”有两种替代色",
    ),
    Spoilt(
        "含混的专色", drawn(b"/Spoilt cs 1 1 scn" + FILL, ink(two_inks)), "preflight-spot-name", "“套 红”和“套红”", also=_FOUR
    ),
    Spoilt(
        "套准色",
        drawn(b"/Spoilt cs 1 scn" + FILL, ink(spot("/All", (1, 1, 1, 1)))),
        "preflight-registration",
        "图形（离左边 35、上边 262 毫米）：用了套准色",
    ),
    Spoilt("总墨量", drawn(b"1 1 1 0.5 k" + FILL), "preflight-ink-limit", "总墨量 350%，超过 280%", also=_FOUR),
    Spoilt("总墨量", picture(space=(Name.DeviceCMYK, 4, 230)), "preflight-ink-limit", "图片的暗处总墨量 361%", also=_FOUR),
    Spoilt(
        "叠起来的墨量",
        drawn(b"1 1 0 0 k 100 100 60 60 re f /Spoilt gs 0 0 1 0.7 k 110 110 40 40 re f", state(BM=Name.Multiply)),
        "preflight-ink-limit",
        "图形（离左边 39、上边 258 毫米）：与底下的叠在一起，总墨量可达 370%，超过 280%",
        also=_FOUR | {"preflight-transparency"},
    ),
    Spoilt(
        "叠起来的墨量",
        drawn(b"0.9 0.9 0 0 k 100 100 60 60 re f /Spoilt gs 0 0 1 0.7 k 110 110 40 40 re f", state(op=True, OP=True, OPM=1)),
        "preflight-ink-limit",
        "总墨量可达 350%，超过 280%",
        also=_FOUR,
    ),
    Spoilt("传送方式", boxes(SeparationInfo=Dictionary(DeviceColorant=Name.Black)), "preflight-device", "已分好的版"),
    Spoilt("透明混合空间", rgb_group, "preflight-transparency", "透明按 RGB 混合"),
    Spoilt(
        "灰度、彩色图的分辨率", picture(size=(72, 72)), "preflight-resolution", "（离左边 48、上边 249 毫米）：图片只有 72 dpi"
    ),
    Spoilt("1 位图的分辨率", picture(BitsPerComponent=1), "preflight-resolution", "黑白（1 位）图只有 400 dpi，低于 550"),
    Spoilt("整页一张图", only_a_picture, "preflight-flat", "第2页"),
    Spoilt("图层", layered(True), "preflight-layer", "图层“底稿”是隐藏的"),
    Spoilt("图层", layered(False), "preflight-layer", "有图层“底稿”，印不印"),
    Spoilt("图层", layered(False), "preflight-layer", "PDF/X-1a 不允许", "x-1a", frozenset({"preflight-label"})),
    Spoilt("输出意图", no_intent, "preflight-intent", "GTS_PDFX"),
    Spoilt("RGB", drawn(b"1 0 0 rg" + FILL), "preflight-rgb", "（离左边 35、上边 262 毫米）：用了 RGB"),
    Spoilt("RGB", picture(space=(Name.DeviceRGB, 3, 127)), "preflight-rgb", "图片是 RGB"),
    Spoilt("RGB", drawn(b"/Spoilt sh", put("Shading", "Spoilt", shading)), "preflight-rgb", "渐变"),
    Spoilt("RGB", drawn(b"/Pattern cs /Spoilt scn" + FILL, put("Pattern", "Spoilt", tiles)), "preflight-rgb", "图案"),
    Spoilt(
        "RGB",
        drawn(b"1 0 0 1 100 100 cm /Spoilt Do", put("XObject", "Spoilt", form)),
        "preflight-rgb",
        "页面 /Spoilt第3步 图形（离左边 35",
    ),
    Spoilt(
        "RGB",
        drawn(b"72 0 0 72 100 100 cm BI /W 1 /H 1 /CS /RGB /BPC 8 ID abc EI"),
        "preflight-rgb",
        "行内图片（离左边 48、上边 249 毫米）：图片是 RGB",
        also=frozenset({"preflight-resolution"}),
    ),
    Spoilt(
        "带 ICC 的四色叠印",
        drawn(b"/Spoilt cs 0 1 1 0 scn" + FILL, ICC),
        "preflight-overprint",
        "带 ICC 的四色设了叠印",
        also=_FOUR,
    ),
    Spoilt("透明", drawn(b"/Spoilt gs 0 0 0 1 k" + FILL, state(ca=0.5)), "preflight-transparency", "请印刷厂留意"),
    Spoilt(
        "透明",
        drawn(b"/Spoilt gs 0 0 0 1 k" + FILL, state(BM=Name.Multiply)),
        "preflight-transparency",
        "PDF/X-1a 不允许",
        "x-1a",
    ),
    Spoilt("字体嵌入", unembedded, "preflight-font", "字体没有嵌入"),
    Spoilt("属性", retitled, "preflight-metadata", "Title"),
    Spoilt(
        "出血",
        drawn(b"0 0 0 1 k 0 800 700 100 re f"),
        "preflight-bleed",
        "（离左边 0、上边 0 毫米）：到了纸边，只画到裁切线外 0.0 毫米",
        label="",
    ),
    Spoilt(
        "出血",
        picture(side=(500, 72)),
        "preflight-bleed",
        "到了纸边，只画到裁切线外 1.7 毫米，要 3 毫米",
        label="",
        also=frozenset({"preflight-resolution"}),
    ),
    Spoilt(
        "出血",
        drawn(b"q 0 0 700 842 re W n 0 0 0 1 k -20 800 700 100 re f Q"),
        "preflight-bleed",
        "只画到裁切线外 0.0 毫米",
        label="",
    ),
    Spoilt("页面框", untrimmed, "preflight-box", "第2页没有成品框 TrimBox"),
    Spoilt("页面框", boxes(TrimBox=Array([-20, 0, 600, 842])), "preflight-box", "第2页的成品框不在出血框、纸张之内"),
    Spoilt("动作、批注、表单、附件", linked, "preflight-active", "第2页有 1 处批注"),
    Spoilt("动作、批注、表单、附件", in_catalog("AcroForm", Dictionary(Fields=Array([]))), "preflight-active", "/AcroForm"),
    Spoilt(
        "动作、批注、表单、附件",
        in_catalog("Names", Dictionary(JavaScript=Dictionary(Names=Array([])))),
        "preflight-active",
        "/JavaScript",
    ),
    Spoilt("压缩和位数", picture(BitsPerComponent=16), "preflight-packing", "每色 16 位"),
    Spoilt("压缩和位数", picture(Filter=Name.JPXDecode), "preflight-packing", "JPXDecode", "x-1a"),
    Spoilt(
        "传递函数、网点、OPI、PostScript",
        drawn(b"/Spoilt gs", state(TR=Name.Identity, HTP=Array([0, 0]))),
        "preflight-device",
        "HTP",
    ),
    Spoilt("传递函数、网点、OPI、PostScript", picture(OPI=Dictionary()), "preflight-device", "OPI"),
)
