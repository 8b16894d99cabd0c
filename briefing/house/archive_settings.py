"""What a house says to its archive: the `archive:` block of house.yaml."""

from __future__ import annotations

import re

from briefing.core.records import dataclass
from briefing.house.setting import setting
from briefing.house.wording import Format

#: A zip for the 移交; an XML that holds it all, the 电子文件封装包 (EEP) of DA/T 48-2009; no package. Some call the second VEO,
#: after the standard of Victoria that it follows.
PACKAGES = ("zip", "eep", "veo", "none")

#: What a house's rule for the 档号 may name.
FILE_NUMBER = Format(
    {
        "fonds": "全宗号", "catalogue": "目录号", "category": "类别号", "year": "年度", "retention": "保管期限代码",
        "department": "机构（问题）代码", "volume": "案卷号", "item": "件号", "number": "期号",
    }
)  # fmt: skip
#: What may stand in one: it becomes names of files, on every system.
FILE_NUMBER_PART = re.compile(r"""[^\s/\\:*?"<>|\x00-\x1f\x7f]{1,40}""")


@dataclass(frozen=True, slots=True)
class ArchiveStyle:
    """Names and numbers of the filing, and the place of its stamp (归档章, about 45 × 16 mm). Lengths are mm; an empty text is
    not known, and is then left out of the metadata."""

    archives: str = setting("档案馆名称", default="")
    archives_code: str = setting("档案馆代码", default="")
    fonds_name: str = setting("全宗名称", default="")
    creator: str = setting("立档单位名称；不写则是编印机关", default="")
    organization_code: str = setting("立档单位的组织机构代码（统一社会信用代码）", default="")
    fonds: str = setting("全宗号", default="")
    catalogue: str = setting("目录号", default="")
    department: str = setting("机构（问题）", default="")
    department_code: str = setting("机构（问题）代码，如 BGS", default="")
    retention: str = setting("保管期限", default="")
    retention_code: str = setting("保管期限代码；不写则永久为 Y，定期30年为 D30，定期10年为 D10", default="")
    category: str = setting("类别号", default="")
    number: str = setting("档号的格式，如 {fonds}-{category}·{year}-{retention}-{item}；不写则照 DA/T 22", default="")
    item_digits: int = setting("档号里的件号补零到几位", default=4, least=1)
    genre: str = setting("文种", default="简报")
    version: str = setting("稿本", default="正本")
    secrecy: str = setting("没有标密级的，密级写什么，如 公开", default="")
    rights: str = setting("权限管理的控制标识，如 控制", default="")
    location: str = setting("电子档案现在存放的位置；各期另有位置的写在 issue.yaml", default="")
    carrier_place: str = setting("脱机载体存址", default="")
    package: str = setting("移交的包：zip 压缩包、eep 封装包（DA/T 48）、none 不做", default="zip", choices=PACKAGES)
    drafts: bool = setting("包里带不带稿件", default=True)
    stamp: str = setting("归档章留在首页上端的哪里：居中、靠右、不留", default="none", choices=("none", "center", "right"))
    stamp_width_mm: float = setting("归档章宽", unit="mm", default=45.0, least=10, key="stamp_width")
    stamp_height_mm: float = setting("归档章高", unit="mm", default=16.0, least=5, key="stamp_height")
    stamp_top_mm: float = setting("归档章上边距纸的上边", unit="mm", default=10.0, least=0, key="stamp_top")

    @property
    def form(self) -> str:
        """Of the package: zip, eep or none."""
        return "eep" if self.package == "veo" else self.package
