"""What a house says to its print shop: the `print:` block of house.yaml."""

from __future__ import annotations

import re

from briefing.core.records import dataclass
from briefing.house.bindings import STOCK_NAMES
from briefing.house.papers import INK_LIMIT, paper_of, wrong_weight
from briefing.house.setting import setting

#: PDF/X-4 (ISO 15930-7), PDF/X-1a (ISO 15930-4).
STANDARDS = ("x-4", "x-1a")
#: Front and back by plates of their own; both from one plate, the sheet turned over its head edge or its side (press/impose.py).
WORKS = ("正反版", "自翻版", "滚翻版")

#: Names of inks as they are set on the job ticket: what every house's faces have.
_INK = re.compile(r"[\x20-\x7e\u4e00-\u9fff（）·、]{1,40}")
#: Separations of these names, in whatever letters, are no ink of their own (ISO 32000-1 §8.6.6.4), or would be taken for another.
TAKEN_INKS = frozenset({"all", "none", "registration", "cyan", "magenta", "yellow", "black", "青", "品红", "黄", "黑", "套准色"})


def taken_ink(name: str) -> bool:
    return name.strip().casefold() in TAKEN_INKS


def _wrong_ink(name: str) -> tuple[str, str] | None:
    if taken_ink(name):
        return f"专色不能叫“{name}”，印刷机会当成别的墨", "请改成别的名称，例如 套红。"
    if name != name.strip():
        return f"专色的名称“{name}”前后有空格，印刷机会当成另一种墨", "请删去空格。"
    if _INK.fullmatch(name):
        return None
    strange = next((char for char in name if not _INK.fullmatch(char)), "")
    hint = "请用汉字、拉丁字母和数字，如 套红、PANTONE 186 C。"
    return (f"专色的名称里不能有“{strange}”" if strange else "专色的名称超过 40 个字"), hint


@dataclass(frozen=True, slots=True)
class PrintStyle:
    """Inks, sheet and finishing. Lengths are mm, ink amounts per cent."""

    standard: str = setting("交付的标准", default="x-4", choices=STANDARDS)
    red: str = setting("红色印专色（spot）还是四色（process）", default="spot", choices=("spot", "process"))
    spot_color: str = setting("哪一种颜色印专色，见 colors", default="red", key="color")
    ink_name: str = setting("专色的名称", default="套红", wrong=_wrong_ink)
    pictures: str = setting("图片转成灰度（grey）还是四色（cmyk）", default="grey", choices=("grey", "cmyk"))
    profile: str = setting("印刷条件的 ICC 文件，放在版式文件夹里", default="FOGRA39L_coated.icc")
    condition: str = setting("印刷条件的名称", default="FOGRA39")
    ink_limit: float | None = setting("总墨量上限，%；不写则按纸张", default=None, least=100, most=400)
    resolution: int = setting("图片的最低分辨率，像素/英寸", default=300, least=36, most=10_000)
    marks: str = setting("角线：有出血才加、总是加、不加", default="auto", choices=("auto", "always", "never"))
    control: str = setting("上机的纸上的套准十字和色标：不加、总是加", default="never", choices=("never", "always"))
    bleed_mm: float = setting("出血", unit="mm", default=3.0, least=0, most=50, key="bleed")
    creep_mm: float | None = setting(
        "套在最里的一张内移多少；不写则按纸和页数算", unit="mm", default=None, least=0, most=10, key="creep"
    )
    paper: str = setting("纸张", default="80克胶版纸", wrong=wrong_weight)
    thickness_mm: float | None = setting(
        "一张纸多厚；不写则按纸张的克重算", unit="mm", default=None, least=0, most=1, key="thickness"
    )
    binding: str = setting("装订：骑马订、胶装、平订、左上角一钉、对折不订、单张双面、单张单面", default="骑马订两钉")
    stock: str = setting("上机的纸；auto 按装订选", default="auto", choices=("auto", *STOCK_NAMES), key="sheet")
    signature: str = setting("胶装每帖几页", default="16", choices=("8", "16", "32"))
    work: str = setting("正反面各用一套版，还是一套版自翻、滚翻", default="正反版", choices=WORKS)
    gripper_mm: float = setting("印刷机咬口留多少", unit="mm", default=10.0, least=0, most=30, key="gripper")
    spares: int = setting("备份数", default=0, least=0, most=9_999)
    waste: float | None = setting("放损，%；不写则由印刷厂定", default=None, least=0, most=10_000)
    deadline_days: int | None = setting("印发日期之后几天交货；各期另有日期的写在 issue.yaml", default=None, least=0, most=3_650)
    delivery: str = setting("交货的时间和地点", default="")
    contact: str = setting("联系人和电话", default="")

    @property
    def most_ink(self) -> float:
        """Per cent of all inks together that may lie on one place: the house's word, or what its paper bears."""
        paper = paper_of(self.paper)
        return self.ink_limit or (paper.ink_limit if paper else INK_LIMIT)
