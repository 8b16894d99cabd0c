"""What a house says to its archive: the `archive:` block of house.yaml."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.house.setting import setting


@dataclass(frozen=True, slots=True)
class ArchiveStyle:
    """Names and numbers of the filing, and the place of its stamp (归档章, about 45 × 16 mm). Lengths are mm; an empty text is
    not known, and is then left out of the metadata."""

    archives: str = setting("档案馆名称", default="")
    archives_code: str = setting("档案馆代码", default="")
    fonds_name: str = setting("全宗名称", default="")
    creator: str = setting("立档单位名称；不写则是编印机关", default="")
    fonds: str = setting("全宗号", default="")
    catalogue: str = setting("目录号", default="")
    department: str = setting("机构（问题）", default="")
    retention: str = setting("保管期限", default="")
    category: str = setting("类别号", default="")
    genre: str = setting("文种", default="简报")
    version: str = setting("稿本", default="正本")
    stamp: str = setting("归档章留在首页上端的哪里：居中、靠右、不留", default="none", choices=("none", "center", "right"))
    stamp_width_mm: float = setting("归档章宽", unit="mm", default=45.0, least=10, key="stamp_width")
    stamp_height_mm: float = setting("归档章高", unit="mm", default=16.0, least=5, key="stamp_height")
    stamp_top_mm: float = setting("归档章上边距纸的上边", unit="mm", default=10.0, least=0, key="stamp_top")
