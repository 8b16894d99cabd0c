"""Ordinary bulletins of one to two dozen pages, made from a seed: all structures that offices use, in sentences of theirs.

What stands where is drawn by chance, but as an editor would have it: figures are spoken of before they come, tables have units
and notes, a report ends with who sent it. The same seed writes the same words for every house.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path

import yaml
from PIL import Image, ImageDraw, ImageFilter

from bench.bulletins import titles

_CORPUS = Path(__file__).resolve().parent.parent / "tests" / "corpus"
#: A title of so many characters takes one line of 二号, two …, five.
_LENGTHS = ((6, 19), (22, 38), (44, 56), (62, 74), (82, 96))
_PLACES = (
    "清河区", "白塔区", "北湖县", "东山县", "云溪城区", "高新技术产业开发区", "城东街道", "梧桐街道", "石塘镇",
    "临江区", "双桥镇", "柳林乡",
)  # fmt: skip
_OFFICES = ("市文明办", "清河区委办公室", "市委宣传部综合科", "北湖县文明办", "市城市管理局", "市数据信息中心综合分析科")
_LEADS = (
    "强化组织领导", "压实工作责任", "健全长效机制", "突出问题导向", "聚焦群众需求", "注重宣传引导", "推动资源下沉",
    "严格督查考核", "创新服务方式",
)  # fmt: skip
_HEADS = ("主要做法", "工作成效", "存在问题", "下一步打算", "几点启示", "基本情况", "完善网格化治理体系", "把服务送到群众家门口")
_SUBJECTS = (
    "公共服务满意度",
    "老旧小区改造进度",
    "志愿服务开展情况",
    "政务服务热线受理情况",
    "河湖水质监测结果",
    "重点项目投资完成情况",
)
_NOTES = (
    "数据由市统计局提供，按可比价格计算。",
    "指《全国文明城市测评体系》规定的实地考察项目，共12类136项，每年由省文明办组织一次暗访，结果计入年度总分。",
    "见《市政府办公室关于印发〈全市老旧小区改造三年行动计划（2022—2024年）〉的通知》（云政办发〔2022〕18号）。",
    "2021年数据未包含开发区。",
)
_COLUMNS: tuple[tuple[str, Callable[[random.Random], str]], ...] = (
    ("总量（亿元）", lambda pick: f"{pick.uniform(8, 980):.1f}"),
    ("同比（%）", lambda pick: f"{pick.uniform(-6, 19):.1f}".replace("-", "−")),
    ("户数", lambda pick: str(pick.randint(12, 48200))),
    ("位次", lambda pick: str(pick.randint(1, 13))),
    ("完成率", lambda pick: f"{pick.uniform(61, 100):.1f}%"),
    ("投资额（万元）", lambda pick: str(pick.randint(120, 98000))),
    ("较上月增减", lambda pick: f"{pick.randint(-40, 90):+d}".replace("-", "−")),
)
_TASKS = (
    "对全市老旧小区逐一建档，摸清管线、屋面、电梯、停车位底数", "建立“红黄绿”三色督办台账",
    "每月通报一次进度，连续两次排名末位的约谈主要负责人",
    "开展“敲门行动”，逐户走访独居老人、困境儿童和残疾人家庭", "新增公共停车泊位3500个，错时共享泊位1200个", "制定考核办法",
    "组织“道德讲堂”进机关、进社区、进学校、进企业", "完成12条背街小巷的路面、照明、排水改造",
)  # fmt: skip
_MARKS = ("工作资料　注意保存", "内部资料　注意保存", "")


@cache
def sentences() -> tuple[str, ...]:
    """Of offices, one or several in a paragraph: the clean half of what the proofreader is held against."""
    found: list[str] = []
    for name in ("clean-seen.yaml", "clean-held.yaml"):
        texts = [item["text"].strip() for item in yaml.safe_load((_CORPUS / name).read_text("utf-8"))]
        found += [text for text in texts if text.endswith("。") and "\n" not in text and not set(text) & set("#*[]|<>^~!`")]
    return tuple(text for text in found if 25 <= len(text) <= 260)


def title(pick: random.Random, lines: int) -> str:
    """A marked title that takes about so many lines of 二号."""
    least, most = _LENGTHS[lines - 1]
    known = [marked.text for marked in titles()]
    fitting = [text for text in known if least <= len(text) <= most]
    return pick.choice(fitting) if fitting else f"{pick.choice(known)}　{pick.choice(known)}"


def write(seed: int, house: str, folder: Path, reports: int, blocks: tuple[int, int], wide: bool = False) -> Path:
    """`reports` reports of so many blocks each, at least and at most; `wide`: with a turned page, too."""
    pick = random.Random(seed * 104_729)
    folder.mkdir(parents=True)
    counted = _Counted()
    names = []
    for number in range(1, reports + 1):
        made = _Report(pick, counted, folder)
        names.append(f"{number:02d}.md")
        (folder / names[-1]).write_text(made.text(pick.randint(*blocks), wide and number == reports), "utf-8")
    (folder / "issue.yaml").write_text(_yaml(pick, seed, house, names, folder), "utf-8")
    return folder


def _yaml(pick: random.Random, seed: int, house: str, names: Sequence[str], folder: Path) -> str:
    some = pick.random
    lines = [f"house: {house}", f"number: {seed}", f"date: 2022-{pick.randint(1, 12):02d}-{pick.randint(1, 28):02d}"]
    if mark := pick.choice(_MARKS):
        lines.append(f"mark: {mark}")
    elif some() < 0.5:
        lines += ["secrecy: 秘密★1年", f'copy_number: "{pick.randint(1, 400):06d}"']
    lines.append(
        "nameplate: "
        + pick.choice(["工作简报", "要情", "[云溪市精神文明建设, 工作简报]", "云溪市数字政府建设工作简报", "督查专报"])
    )
    if some() < 0.3:
        lines.append("overline: 云溪市创建全国文明城市工作领导小组")
    if some() < 0.4:
        lines.append("special: 贯彻落实全市文明城市创建工作推进会精神专刊 " + str(pick.randint(1, 3)))
    lines.append("offices: " + pick.choice(["云溪市文明办", "中共云溪市委办公室", "[云溪市委宣传部, 云溪市文明办]"]))
    if some() < 0.3:
        lines.append("signer: 周明远")
    style = pick.choice(["none", "plain", "grouped", "pages", "pages"]) if len(names) > 1 else "none"
    place = ", place: 另页" if style == "pages" and len(names) > 5 else ""
    lines.append(f"contents: {{style: {style}, heading: {pick.choice(['目录', '本期要目', '要　目'])}{place}}}")
    if some() < 0.3:
        lines.append(f"editor_note: {pick.choice(sentences())}")
    if some() < 0.25:
        lines.append(f"summary: [{', '.join(pick.sample(sentences(), 2))}]")
    lines += _sections(pick, names, folder)
    if some() < 0.4:
        count = pick.randint(1, 2)
        for number in range(1, count + 1):
            (folder / f"fj{number}.md").write_text(_attachment(pick), "utf-8")
        lines.append(f"attachments: [{', '.join(f'fj{number}.md' for number in range(1, count + 1))}]")
    if some() < 0.25:
        lines.append("signature: [云溪市文明办, 2022年9月8日]")
    lines.append(
        "recipients: {报: [市委、市政府领导同志], 送: [市委各部门，市级国家机关各部门], "
        "发: [各县（区）文明委、文明办，市文明委成员单位]}"
    )
    lines.append("editors: [李明, 欧阳文静]")
    if some() < 0.5:
        lines += ["serial: 云简字1004号", f"print_run: {pick.randint(3, 40) * 10}"]
    if some() < 0.5:
        lines.append("contact: [电话：0999-5550186, 邮箱：wmb@yunxi.example.cn]")
    return "\n".join(lines) + "\n"


def _sections(pick: random.Random, names: Sequence[str], folder: Path) -> list[str]:
    if len(names) < 3:
        return [f"reports: [{', '.join(names)}]"]
    half = len(names) // 2
    numbering = pick.choice(["none", "一、", "1."])
    lines = ["sections:"]
    for name, part in (("工作交流", names[:half]), ("调查研究", names[half:])):
        lines += [f"  - name: {name}", f"    numbering: {numbering}", f"    reports: [{', '.join(part)}]"]
    if pick.random() < 0.6:
        briefs = [
            f"**{pick.choice(_PLACES)}{pick.choice(_LEADS)}。**{pick.choice(sentences())}（{pick.choice(_OFFICES)}）"
            for _ in range(pick.randint(3, 6))
        ]
        text = "\n\n---\n\n".join(briefs)
        if pick.random() < 0.5:
            text = f"::: 两栏\n\n{text}\n\n:::"
        (folder / "jx.md").write_text(text + "\n", "utf-8")
        rule = "    rule: 有\n" if pick.random() < 0.5 else ""
        lines += ["  - name: 各地简讯", "    form: 简讯", f"{rule}    reports: [jx.md]"]
    return lines


def _attachment(pick: random.Random) -> str:
    rows = "\n".join(f"| {at} | {pick.choice(_PLACES)} | {pick.choice(_TASKS)} | {pick.choice(_OFFICES)} |" for at in range(1, 7))
    return f"# 重点任务分工表\n\n{pick.choice(sentences())}\n\n| 序号 | 地区 | 任务 | 责任单位 |\n|---|---|:--|---|\n{rows}\n"


class _Counted:
    """Tables and figures of an issue."""

    def __init__(self) -> None:
        self.tables = self.figures = 0


class _Report:
    def __init__(self, pick: random.Random, counted: _Counted, folder: Path) -> None:
        self._pick, self._counted, self._folder = pick, counted, folder
        self._notes: list[str] = []
        self._lead = 0

    def text(self, size: int, wide: bool) -> str:
        pick = self._pick
        lines = pick.choices(range(1, 6), (2, 4, 3, 1.5, 1))[0]
        head = [f"contributor: {pick.choice(_OFFICES)}"] if pick.random() < 0.6 else []
        if pick.random() < 0.3:
            head.append(f"subtitle: ——{pick.choice(_PLACES)}{pick.choice(('创建工作综述', '基层治理工作调查'))}")
        if pick.random() < 0.15:
            head.append(f"editor_note: {pick.choice(sentences())}")
        blocks = [self._paragraph()]
        while len(blocks) < size:
            blocks += self._block()
        if blocks[-1].startswith("#"):
            blocks.append(self._paragraph())
        if wide:
            blocks.insert(len(blocks) // 2, f"::: 宽页\n\n{self._months()}\n\n:::")
        if pick.random() < 0.2:
            blocks.append("::: 落款\n云溪市文明城市创建工作领导小组办公室\n2022年5月13日\n:::")
        notes = "".join(f"\n[^{at}]: {note}\n" for at, note in enumerate(self._notes, 1))
        front = "---\n" + "\n".join(head) + "\n---\n\n" if head else ""
        return front + f"# {title(pick, lines)}\n\n" + "\n\n".join(blocks) + "\n" + notes

    def _paragraph(self, share: float = 0.12) -> str:
        pick = self._pick
        said = "".join(pick.sample(sentences(), pick.choice((1, 1, 2, 2, 3))))
        if pick.random() < share:
            self._notes.append(pick.choice(_NOTES))
            said = f"{said[:-1]}[^{len(self._notes)}]。"
        return said

    def _block(self) -> list[str]:
        kinds: list[tuple[float, Callable[[], list[str]]]] = [
            (34, lambda: [self._paragraph()]), (14, self._led), (12, self._heading), (6, self._listed), (8, self._small_table),
            (2, self._tasks), (1.5, self._long_table), (8, self._figure), (2, self._row), (3, self._boxed), (1.5, self._columns),
            (2, lambda: [f"> {self._pick.choice(sentences())}"]),
        ]  # fmt: skip
        weights = list(accumulate(weight for weight, _ in kinds))
        return self._pick.choices([make for _, make in kinds], cum_weights=weights)[0]()

    def _led(self) -> list[str]:
        self._lead += 1
        lead = f"{'一二三四五六七八九'[(self._lead - 1) % 9]}是{self._pick.choice(_LEADS)}"
        return [f"**{lead}，{self._pick.choice(_LEADS)}。**{self._paragraph()}"]

    def _heading(self) -> list[str]:
        pick = self._pick
        self._lead = 0
        found = [f"## {pick.choice(_HEADS)}"]
        if pick.random() < 0.4:
            found.append(f"### {pick.choice(_LEADS)}，{pick.choice(_HEADS)}")
        return [*found, self._paragraph()]

    def _listed(self) -> list[str]:
        sign = self._pick.choice(("1.", "-"))
        return ["\n".join(f"{sign} {task}；" for task in self._pick.sample(_TASKS, self._pick.randint(2, 4)))[:-1] + "。"]

    def _caption(self, what: str = "") -> str:
        self._counted.tables += 1
        when = self._pick.choice(("上半年", "1—9月", "全年"))
        return f"表{self._counted.tables}　2022年{when}{what or self._pick.choice(_SUBJECTS)}"

    def _small_table(self) -> list[str]:
        pick = self._pick
        columns = pick.sample(_COLUMNS, pick.randint(2, 5))
        return [self._numbers(columns, pick.sample(_PLACES, pick.randint(3, 7)), pick.random() < 0.5)]

    def _long_table(self) -> list[str]:
        pick = self._pick
        places = [f"{place}{'一二三四'[part]}片" for place in _PLACES for part in range(pick.randint(2, 4))]
        return [self._numbers(pick.sample(_COLUMNS, 3), places, total=True)]

    def _numbers(self, columns: Sequence[tuple[str, Callable[[random.Random], str]]], places: Sequence[str], total: bool) -> str:
        pick = self._pick
        rows = [[place, *(make(pick) for _, make in columns)] for place in places]
        if total:
            rows.append(["合计", *(_sum(head, [row[at] for row in rows]) for at, (head, _) in enumerate(columns, 1))])
        ruled = "|:--|" + "--:|" * len(columns) if pick.random() < 0.5 else "|---|" + "---|" * len(columns)
        lines = [f"| 地区 | {' | '.join(head for head, _ in columns)} |", ruled, *(f"| {' | '.join(row)} |" for row in rows)]
        unit = "\n单位：件、%" if pick.random() < 0.3 else ""
        align = " {align=decimal}" if pick.random() < 0.3 else ""
        note = "\n\n注：数据截至2022年9月30日，为初步统计数，不含各部门自行设立的专线。" if pick.random() < 0.4 else ""
        return f"{self._caption()}{align}{unit}\n\n" + "\n".join(lines) + note

    def _tasks(self) -> list[str]:
        pick = self._pick
        rows = [
            f"| {at} | {task} | {pick.choice(_OFFICES)} | {pick.randint(6, 12)}月底 |"
            for at, task in enumerate(pick.sample(_TASKS, pick.randint(4, 7)), 1)
        ]
        return [
            f"{self._caption('重点任务安排')}\n\n| 序号 | 主要任务 | 责任单位 | 完成时限 |\n|---|:--|---|---|\n" + "\n".join(rows)
        ]

    def _months(self) -> str:
        pick = self._pick
        heads = " | ".join(f"{month}月" for month in range(1, 13))
        rows = "\n".join(
            f"| {place} | {' | '.join(f'{pick.uniform(80, 990):.1f}' for _ in range(12))} |" for place in _PLACES[:8]
        )
        return f"{self._caption('各月情况')}\n单位：件\n\n| 地区 | {heads} |\n|:--|{'--:|' * 12}\n{rows}"

    def _figure(self) -> list[str]:
        pick = self._pick
        self._counted.figures += 1
        number, subject = self._counted.figures, pick.choice(_SUBJECTS)
        drawn = pick.random() < 0.5
        name = self._picture(number, drawn)
        width = f"{{width={pick.choice((70, 90, 110, 130))}mm}}" if drawn or pick.random() < 0.5 else ""
        source = "\n资料来源：市政务服务热线平台" if drawn and pick.random() < 0.5 else ""
        return [
            f"{pick.choice(sentences())[:-1]}（见图{number}）。",
            f'![{subject}]({name} "图{number}　{subject}"){width}{source}',
        ]

    def _row(self) -> list[str]:
        pick = self._pick
        count = pick.randint(2, 3)
        pictures = "\n".join(
            f'![{place}]({self._picture(100 * self._counted.figures + at, False)} "{place}示范点")'
            for at, place in enumerate(pick.sample(_PLACES, count))
        )
        return [f"::: 并排 示范点建设新貌\n{pictures}\n:::"]

    def _boxed(self) -> list[str]:
        pick = self._pick
        kind = pick.choice(("批示 市委书记 周明远 2022-05-13", "框 相关链接", "链接 什么是“15分钟生活圈”", "背景", "编者按"))
        return [f"::: {kind}\n" + "\n\n".join(pick.sample(sentences(), pick.randint(1, 2))) + "\n:::"]

    def _columns(self) -> list[str]:
        return ["::: 两栏\n" + "\n\n".join(self._pick.sample(sentences(), self._pick.randint(2, 5))) + "\n:::"]

    def _picture(self, number: int, drawn: bool) -> str:
        name = f"tu{number}.png"
        image = (
            _chart(self._pick)
            if drawn
            else _view(self._pick, self._pick.choice(((900, 600), (800, 600), (960, 540), (600, 760))))
        )
        image.save(self._folder / name, "PNG")
        return name


def _sum(head: str, cells: Sequence[str]) -> str:
    """Of a column whose figures add up."""
    if not head.startswith(("总量", "户数", "投资额")):
        return "—"
    return f"{sum(map(float, cells)):.1f}" if "." in cells[0] else str(sum(map(int, cells)))


def _chart(pick: random.Random) -> Image.Image:
    """Columns over a level line."""
    image = Image.new("L", (1200, 570), 255)
    draw = ImageDraw.Draw(image)
    count = pick.randint(4, 9)
    step = 1080 // count
    for at in range(6):
        draw.line([(60, 60 + at * 100), (1170, 60 + at * 100)], 205, 2)
    for at in range(count):
        left = 90 + at * step
        draw.rectangle([left, pick.randint(90, 440), left + step * 3 // 5, 560], (90, 150)[at % 2])
    draw.line([(60, 560), (1170, 560)], 0, 4)
    return image


def _view(pick: random.Random, size: tuple[int, int]) -> Image.Image:
    """A sky, hills and a house, soft as a photograph."""
    width, height = size
    image = Image.new("L", size)
    draw = ImageDraw.Draw(image)
    for y in range(height):
        draw.line([(0, y), (width, y)], 235 - 70 * y // height)
    for at in range(3):
        middle, high = pick.randint(0, width), pick.randint(height // 3, 2 * height // 3)
        draw.ellipse([middle - width // 2, high, middle + width // 2, high + height], 150 - 25 * at)
    left = pick.randint(width // 8, width // 2)
    draw.rectangle([left, height * 11 // 20, left + width // 4, height * 17 // 20], 225)
    draw.polygon(
        [(left - 20, height * 11 // 20), (left + width // 8, height * 9 // 20), (left + width // 4 + 20, height * 11 // 20)], 70
    )
    return image.filter(ImageFilter.GaussianBlur(2))
