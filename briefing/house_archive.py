"""What a house says to its archive: the `archive:` block of house.yaml."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.house_setting import setting


@dataclass(frozen=True, slots=True)
class ArchiveStyle:
    """What the office's archive asks to have on record (DA/T 46-2009), and the stamp (归档章, DA/T 22-2015). What is "" nobody
    has stated: it is left out of the metadata. Lengths are mm."""

    archives: str = setting("档案馆名称", default="")
    archives_code: str = setting("档案馆代码", default="")
    fonds_name: str = setting("全宗名称", default="")
    creator: str = setting("立档单位名称；不写则是编印机关", default="")
    fonds: str = setting("全宗号", default="")
    catalogue: str = setting("目录号", default="")
    category: str = setting("类别号", default="")
    department: str = setting("机构或问题", default="")
    retention: str = setting("保管期限", default="", choices=("永久", "长期", "短期", "30年", "10年"))
    document_type: str = setting("文种", default="简报")
    version: str = setting("稿本", default="正本")
    stamp: str = setting("归档章：不留位置、留出空白、印出框格", default="none", choices=("none", "room", "frame"))
    stamp_width_mm: float = setting("归档章的宽", unit="mm", default=45.0, least=10, key="stamp_width")
    stamp_height_mm: float = setting("归档章的高", unit="mm", default=16.0, least=5, key="stamp_height")
    stamp_top_mm: float = setting("归档章上边离纸边多远，左右居中", unit="mm", default=12.0, least=0, key="stamp_top")
