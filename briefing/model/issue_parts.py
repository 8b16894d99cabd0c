"""What an issue says around its reports: 报头, 期号, 目录, 版记."""

from __future__ import annotations

import datetime
from dataclasses import field
from typing import Any

from briefing.core.errors import Span
from briefing.core.records import dataclass
from briefing.model.described import about, described


@dataclass(frozen=True, slots=True)
class Recipients:
    """One line of the footer: 报 / 送 / 发 / 增发 and its recipients, one string a line."""

    role: str
    lines: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Masthead:
    """Everything above the red rule, as the house defaults and the issue settle it."""

    mark: str = described("左上角的处理标记", "工作资料　注意保存", default="", names="处理标记 标记")
    secrecy: str = described("密级和保密期限", "秘密★1年", default="", names="密级 保密期限")
    copy_number: str = described("份号", "000001", default="", names="份数序号")
    overline: str = described(
        "报名上方的一行：会议全称，或机关的红色套头", "全省宣传思想工作会议", default="", names="套头 会议名称 上行"
    )
    nameplate: tuple[str, ...] = described(
        "报名；分几行写几项", "江苏精神文明建设简报", kind="texts", default=(), names="刊名 简报名称 简报名"
    )
    kind: str = described(
        "正刊、增刊、专刊或特刊",
        "增刊",
        kind="choice",
        choices=("正刊", "增刊", "专刊", "特刊"),
        default="正刊",
        names="类别 刊别 增刊 专刊 特刊",
    )
    special: str = described("期号下面括号里的说明，不写括号", "贯彻落实……精神专刊 1", default="", names="专刊说明 专题 说明")
    offices: tuple[str, ...] = described(
        "编印机关，一个或几个", "江苏省文明办", kind="texts", default=(), names="编印单位 主办单位 主办 编印 编发单位 印发机关"
    )
    signer: str = described("签发人", "张三", default="", names="签发")


@dataclass(frozen=True, slots=True)
class Number:
    """期号. `value` None: a bulletin without a number. `style` picks the wording from the house."""

    value: int | None = field(
        metadata=about("期号；写成 017 则排作 017，合刊写 20-21", "17", kind="number", key="number", names="期数 期 刊号")
    )
    year: int | None = described("年份；不写则取日期的年份", "2022", kind="year", default=None, names="年 年度")
    total: int | None = described("总期数", "205", kind="int", default=None, names="总期号 总第")
    digits: int = described("期号补零到几位；不写则照 number 的写法", "3", kind="int", default=0, names="位数 补零")
    span: Span | None = None
    until: int | None = None  # the last of several that appear as one (合刊)


@dataclass(frozen=True, slots=True)
class Colophon:
    """版记/报尾."""

    recipients: tuple[Recipients, ...] = described(
        "报、送、发、增发各单位；一行写一项",
        "发：各设区市文明办",
        kind="recipients",
        default=(),
        names="发送范围 报送范围 报送 抄送 分送 主送 发送 报送单位",
    )
    serial: str = described("编号，如 苏简字1004号", "苏简字1004号", default="", names="文号 发文字号 字号")
    print_run: int | None = described("印数", "400", kind="int", default=None, names="印刷份数 份数 印发份数 共印")
    permit: str = described("准印证号", "苏内资准字第0001号", default="", names="准印证 内部资料准印证号")
    editors: tuple[str, ...] = described("责任编辑，一人或几人", "李四", kind="texts", default=(), names="编辑 责编")
    contact: tuple[str, ...] = described(
        "联系方式，一行一项", "电话：025-12345678", kind="texts", default=(), names="电话 联系电话 联系人"
    )


@dataclass(frozen=True, slots=True)
class PrintWishes:
    """What the print shop is asked for with this issue, where it is not what the house always asks. "" and None: nothing."""

    binding: str = described(
        "装订，如骑马订、胶装、平订、左上角一钉、对折不订、单张双面", "胶装", default="", names="装订 装订方式"
    )
    deadline: datetime.date | None = field(
        default=None, metadata=about("交货日期", "2022-05-16", kind="date", names="交货日期 交货时间 期限")
    )
    delivery: str = described("交货地点", "省委大院传达室", default="", names="交货 送货地点 地点")
    contact: str = described("联系人和电话", "李四　025-12345678", default="", names="联系人 电话")
    shares: tuple[str, ...] = described(
        "编份号时谁领几份；一行写一个单位", "省委办公厅　5份", kind="texts", default=(), names="分发 领用 领取 份号分发 分份"
    )
    span: Span | None = None

    @property
    def written(self) -> dict[str, str | list[str]]:
        """What is said, by key."""
        values: dict[str, str | list[str]] = {
            "binding": str(self.binding), "deadline": self.deadline.isoformat() if self.deadline else "",
            "delivery": str(self.delivery), "contact": str(self.contact), "shares": [str(line) for line in self.shares],
        }  # fmt: skip
        return {key: value for key, value in values.items() if value}


@dataclass(frozen=True, slots=True)
class FilingStep:
    """Something that was done to the issue before it was filed, by whom and when."""

    action: str = described("做了什么", "审核", default="", names="业务行为 行为 步骤 环节")
    who: str = described("谁做的：姓名，或机构名称", "李四", default="", names="姓名 人员 机构 经办人")
    kind: str = described(
        "个人、内设机构还是单位", "内设机构", kind="choice", choices=("个人", "内设机构", "单位"), default="个人", names="类型"
    )
    post: str = described("职务，个人才写", "办公室主任", default="", names="职务 职位")
    date: datetime.date | None = field(default=None, metadata=about("哪一天", "2022-05-11", kind="date", names="日期 时间"))
    basis: str = described("依据", "信息工作办法第八条", default="", names="依据")
    note: str = described("说明", "同意印发", default="", names="说明 意见")

    @property
    def written(self) -> dict[str, str]:
        """What is said, by key."""
        said = {key: str(getattr(self, key)) for key in ("action", "who", "kind", "post", "basis", "note")}
        said["kind"] = "" if self.kind == "个人" else self.kind
        said["date"] = self.date.isoformat() if self.date else ""
        return {key: value for key, value in said.items() if value}


@dataclass(frozen=True, slots=True)
class Filing:
    """How this issue is filed: what only its archive knows. "", None and (): nobody has said."""

    item: int | None = described("件号（室编件号）", "12", kind="int", default=None, names="件号 室编件号")
    volume: int | None = described("案卷号（室编案卷号），按卷整理才写", "3", kind="int", default=None, names="案卷号 卷号")
    record: str = described("电子文件号；不写则是归档 PDF 自己的标识", "DZ-2022-0017", default="", names="电子文件号")
    location: str = described("电子档案现在存放的位置", "档案库/2022/简报", default="", names="存储位置 当前位置 位置")
    carrier: str = described("脱机载体编号，如光盘的编号", "GP-2022-03", default="", names="载体 载体编号 脱机载体编号")
    remark: str = described("附注", "附领导批示原件一份", default="", names="附注 备注")
    steps: tuple[FilingStep, ...] = described(
        "办理过程，一步写一项", "{action: 审核, who: 李四, date: 2022-05-11}", kind="steps", default=(),
        names="办理过程 过程 业务行为 步骤",
    )  # fmt: skip
    span: Span | None = None

    @property
    def written(self) -> dict[str, Any]:
        """What is said, by key."""
        said = {key: str(getattr(self, key)) for key in ("record", "location", "carrier", "remark")}
        values = {"item": self.item, "volume": self.volume, **said, "steps": [step.written for step in self.steps]}
        return {key: value for key, value in values.items() if value}


@dataclass(frozen=True, slots=True)
class Contents:
    """What the contents list shows. `style` is "none", "plain", "grouped" or "pages" (grouped, with page
    numbers)."""

    style: str = field(
        metadata=about(
            "目录样式：none 不排目录，plain 只列标题，grouped 按栏目，pages 按栏目并注页码",
            "grouped",
            kind="choice",
            choices=("none", "plain", "grouped", "pages"),
            names="样式",
        )
    )
    heading: str = described("目录的标题", "本期要目", default="", names="标题 目录标题")
    place: str = described(
        "接排 在报头之后，另页 独占一页", "另页", kind="choice", choices=("接排", "另页"), default="接排", names="位置 排法"
    )
