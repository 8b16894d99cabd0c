"""Issues rich in figures, dates, units and Latin words, made from a seed: the texts on which word processors part from us.

Odd seeds write like a report of figures; even ones add English phrases, nested brackets and quotes, lists and addresses.
"""

from __future__ import annotations

import random
import shutil
from pathlib import Path

HOUSES = ("gb9704", "jiangsu-jingshen-wenming", "xinxi-zhuanbao", "close-grid")
#: A house of our own for the tests: 28 characters of 三号 on 22 lines, gaps closed, marks squeezed as far as may be.
CLOSE_GRID = """extends: gb9704
title: 密排
composition:
  latin_gap: 0
  latin_gap_max: 0.25字
  squeeze_marks: 0.5字
"""

#: House, seed and paragraphs of the issues that engines are held against.
ISSUES = [
    ("gb9704", 1, 60), ("close-grid", 58, 60), ("jiangsu-jingshen-wenming", 54, 60), ("xinxi-zhuanbao", 46, 70),
    ("gb9704", 42, 90), ("close-grid", 4, 60), ("jiangsu-jingshen-wenming", 44, 80), ("xinxi-zhuanbao", 3, 60),
    ("gb9704", 2, 60), ("close-grid", 48, 60), ("jiangsu-jingshen-wenming", 43, 40), ("xinxi-zhuanbao", 55, 50),
    ("gb9704", 52, 60), ("close-grid", 57, 60), ("jiangsu-jingshen-wenming", 53, 30), ("xinxi-zhuanbao", 45, 30),
]  # fmt: skip


def houses(folder: Path) -> Path:
    """The shipped houses and one with a close grid, as `folder`."""
    shutil.copytree(Path(__file__).parents[2] / "templates", folder)
    (folder / "close-grid").mkdir()
    (folder / "close-grid" / "house.yaml").write_text(CLOSE_GRID, encoding="utf-8")
    return folder


_PLACES = ["玄武区", "苏州工业园区", "镇江市", "南京市江北新区", "泰兴市", "宿豫区", "连云港市海州区"]
_BODIES = ["市文明办", "省数据局", "市生态环境局", "街道党工委", "市住建局", "开发区管委会", "市卫健委"]
_THINGS = ["文明实践站", "充电桩", "老旧小区", "背街小巷", "志愿服务队", "政务服务事项", "雨污管网", "5G基站", "口袋公园"]
_UNITS = ["个", "处", "家", "公里", "万平方米", "km", "m³/d", "MW", "kg", "万元", "亿元", "人次", "μg/m³"]
_LATIN = ["e-Gov", "ISO 9001", "PM2.5", "GDP", "AI", "App", "Wi-Fi", "LED", "CBD", "ETC", "NB-IoT", "VOCs", "BIM", "OA"]
_ENGLISH = ["Smart City Expo", "International Volunteer Day", "well-known", "state-of-the-art", "Q&A", "COVID-19", "Web 2.0"]
_VERBS = ["推进", "完成", "新建", "改造", "排查", "整治", "建成", "投用", "提升"]
_HAN = [
    "坚持问题导向、目标导向、结果导向相统一", "把创建工作作为“一把手”工程", "建立健全长效管理机制", "群众满意度持续提升",
    "以钉钉子精神抓好各项任务落实", "形成上下联动、齐抓共管的工作格局", "着力解决群众急难愁盼问题", "为全省高质量发展贡献力量",
    "不断增强人民群众的获得感、幸福感、安全感",
]  # fmt: skip


class _Writer:
    def __init__(self, seed: int) -> None:
        self.pick = random.Random(seed)
        self.mixed = seed % 2 == 0

    def one(self, items: list[str]) -> str:
        return self.pick.choice(items)

    def number(self) -> str:
        draw = self.pick.random()
        if draw < 0.3:
            return str(self.pick.randint(1, 99))
        if draw < 0.6:
            return f"{self.pick.uniform(0, 100):.{self.pick.randint(1, 2)}f}"
        return str(self.pick.randint(100, 99999))

    def date(self) -> str:
        y, m, d = self.pick.randint(2015, 2024), self.pick.randint(1, 12), self.pick.randint(1, 28)
        return self.one([f"{y}年{m}月{d}日", f"{y}年", f"{m}月{d}日", f"{y}年{m}月", f"{y}—{y + 5}年", f"{m}月{d}日9:30"])

    def phrase(self) -> str:
        """What stands in texts that mix languages and nest their marks."""
        n, latin, english = self.number, self.one(_LATIN), self.one(_ENGLISH)
        return self.one(
            [
                f"举办“{english}”活动{n()}场",
                f"（含“{latin}（{n()}版）”、《{self.one(_THINGS)}〔{n()}〕》）",
                f"“‘{latin}+{english}’融合”行动",
                f"邮箱wenming{n()}@example.org.cn、电话0512-6{self.pick.randint(10**6, 10**7)}",
                f"P{self.pick.randint(1, 9)}—P{self.pick.randint(10, 99)}共{n()}页",
                f"气温{self.pick.randint(-9, 0)}～{self.pick.randint(1, 39)}℃、湿度{n()}%±5%",
                f"{n()}×{n()}mm规格",
                f"{english}、{latin}/{self.one(_LATIN)}等……",
            ]
        )

    def clause(self) -> str:
        if self.mixed and self.pick.random() < 0.35:
            return self.phrase()
        n, u = self.number, self.one(_UNITS)
        low = self.pick.randint(3, 40)
        return self.one(
            [
                f"{self.one(_VERBS)}{self.one(_THINGS)}{n()}{u}",
                f"同比增长{n()}%",
                f"较{self.date()}下降{n()}个百分点",
                f"由{n()}{u}增加到{n()}{u}",
                f"占比{low}%—{low + 20}%",
                f"优良天数比例为{n()}%、居全省第{self.pick.randint(1, 13)}位",
                f"最低气温-{self.pick.uniform(0.5, 9):.1f}℃",
                f"{self.one(_PLACES)}（{n()}{u}）、{self.one(_PLACES)}（{n()}{u}）",
                f"接入{self.one(_LATIN)}平台{n()}次",
                f"按照《{self.one(_THINGS)}建设规范（{self.pick.randint(2015, 2024)}—{self.pick.randint(2025, 2035)}年）》要求",
                f"打造“{self.pick.randint(1, 12345)}+N”服务体系",
                f"通过{self.one(_LATIN)}、{self.one(_LATIN)}等手段",
                f"（联系电话：025-{self.pick.randint(10**7, 10**8 - 1)}）",
                f"办理“{self.pick.randint(10000, 99999)}”热线工单{n()}件，办结率{n()}%",
                f"苏文明办〔{self.pick.randint(2015, 2024)}〕{self.pick.randint(1, 99)}号文件印发后",
                self.one(_HAN),
                self.one(_HAN),
            ]
        )

    def sentence(self) -> str:
        parts = [self.clause() for _ in range(self.pick.randint(2, 5))]
        head = self.one(["", "", f"{self.date()}，", f"{self.one(_BODIES)}", f"截至{self.date()}，", "——"])
        return head + self.one(["，", "，", "；"]).join(parts) + "。"

    def paragraph(self) -> str:
        text = "".join(self.sentence() for _ in range(self.pick.randint(1, 4)))
        draw = self.pick.random()
        if draw < 0.2:
            return f"**{self.one(['一是', '二是', '三是'])}{self.one(_HAN)}。**{text}"
        if draw < 0.3:
            return f"{text}*{self.sentence()}*"
        if draw < 0.35:
            numbers = f"{self.pick.randint(100, 9999)}_{self.pick.randint(10**6, 10**7)}"
            return f"{text}详见https://www.example.gov.cn/art/2022/5/13/art_{numbers}.html。"
        if self.mixed and draw < 0.45:
            return "\n".join(f"{i}. {self.sentence()}" for i in range(1, self.pick.randint(3, 5)))
        return text

    def table(self) -> str:
        head = "| 地区 | 完成数（个） | 同比（%） | 备注 |\n|---|--:|--:|---|"
        rows = [
            f"| {self.one(_PLACES)} | {self.number()} | {self.number()} | {self.one(_HAN)[:12]} |"
            for _ in range(self.pick.randint(3, 9))
        ]
        return "\n".join([f"表：{self.one(_THINGS)}建设情况", "", head, *rows])

    def report(self, paragraphs: int) -> str:
        done = f"{self.one(_VERBS)}{self.number()}{self.one(['个', '处'])}{self.one(_THINGS)}"
        blocks = [f"# {self.one(_PLACES)}：{done}　{self.one(_HAN)[:11]}"]
        for number in range(paragraphs):
            if number % 6 == 2:
                blocks.append(f"## {self.one(_VERBS)}{self.one(_THINGS)}，{self.one(_HAN)[:10]}")
            if number % 9 == 5:
                blocks.append(self.table())
            blocks.append(self.paragraph())
        blocks[-1] += "[^1]"
        blocks.append(f"[^1]: 数据来源：{self.one(_BODIES)}，{self.sentence()}")
        return "\n\n".join(blocks) + "\n"


def write(folder: Path, house: str, seed: int, paragraphs: int) -> Path:
    """An issue of some `paragraphs` paragraphs in `folder`, which is made; the same for the same arguments."""
    writer = _Writer(seed)
    folder.mkdir(parents=True)
    share = max(4, paragraphs // 4)
    names = []
    for number in range(1, max(2, paragraphs // share + 1)):
        names.append(f"{number:02}-r.md")
        (folder / names[-1]).write_text(writer.report(share), encoding="utf-8")
    (folder / "issue.yaml").write_text(
        f"house: {house}\nnumber: {seed % 97 + 1}\ndate: 2022-05-13\nnameplate: 数据简报\noffices: 某某市数据局\n"
        f"recipients: {{报: [市委], 发: [各县（市、区）]}}\nserial: 苏简字{seed}号\nprint_run: 100\n"
        f"sections:\n  - name: 工作交流\n    reports: [{', '.join(names)}]\n",
        encoding="utf-8",
    )
    return folder


def write_tables(folder: Path, house: str, seed: int, tables: int) -> Path:
    """An issue of one report with many tables: cells of one line and of several, aligned every way."""
    writer = _Writer(seed)
    pick = writer.pick
    heads = ["地区", "完成数（个）", "同比（%）", "备注", "主要做法", "完成时限", "责任单位", "2022年1—9月累计（万元）"]
    contents = [writer.number, writer.date, lambda: writer.one(_PLACES), lambda: writer.one(_HAN), writer.clause]
    blocks = ["# 附表汇编", "以下各表供参考。"]
    for number in range(1, tables + 1):
        columns = pick.randint(2, 7)
        rows = [
            [pick.choice(heads) for _ in range(columns)],
            [pick.choice(["---", ":--", ":-:", "--:"]) for _ in range(columns)],
            *([pick.choice(contents)() for _ in range(columns)] for _ in range(pick.randint(1, 5))),
        ]
        table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
        blocks += [f"表{number}：{writer.one(_THINGS)}情况", table, writer.sentence()]
    folder.mkdir(parents=True)
    (folder / "01-r.md").write_text("\n\n".join(blocks) + "\n", encoding="utf-8")
    (folder / "issue.yaml").write_text(
        f"house: {house}\nnumber: 1\ndate: 2022-05-13\nnameplate: 数据简报\noffices: 某某市数据局\n"
        "sections:\n  - name: 表\n    reports: [01-r.md]\n",
        encoding="utf-8",
    )
    return folder
