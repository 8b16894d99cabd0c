"""What a house says to its print shop: the `print:` block of house.yaml."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.house.setting import setting

#: PDF/X-4 (ISO 15930-7), PDF/X-1a (ISO 15930-4).
STANDARDS = ("x-4", "x-1a")


@dataclass(frozen=True, slots=True)
class PrintStyle:
    """Inks, sheet and finishing. Lengths are mm, ink amounts per cent."""

    standard: str = setting("交付的标准", default="x-4", choices=STANDARDS)
    red: str = setting("红色印专色（spot）还是四色（process）", default="spot", choices=("spot", "process"))
    spot_color: str = setting("哪一种颜色印专色，见 colors", default="red", key="color")
    ink_name: str = setting("专色的名称", default="套红")
    pictures: str = setting("图片转成灰度（grey）还是四色（cmyk）", default="grey", choices=("grey", "cmyk"))
    profile: str = setting("印刷条件的 ICC 文件，放在版式文件夹里", default="FOGRA39L_coated.icc")
    condition: str = setting("印刷条件的名称", default="FOGRA39")
    ink_limit: float = setting("总墨量上限，%", default=300, least=100)
    resolution: int = setting("图片的最低分辨率，像素/英寸", default=300, least=36)
    marks: str = setting("角线：有出血才加、总是加、不加", default="auto", choices=("auto", "always", "never"))
    bleed_mm: float = setting("出血", unit="mm", default=3.0, least=0, key="bleed")
    creep_mm: float = setting("骑马订最里一张内移多少", unit="mm", default=0.0, least=0, key="creep")
    paper: str = setting("纸张", default="80克胶版纸")
    binding: str = setting("装订", default="骑马订两钉")
    spares: int = setting("备份数", default=0, least=0)
    delivery: str = setting("交货时间和地点", default="")
    contact: str = setting("联系人和电话", default="")
