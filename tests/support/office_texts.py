"""Issues as offices write them, made from a seed: addresses, mail, English sentences, figures in circles, units, ranges, codes,
full-width letters, raised and lowered figures, lists of three levels, tables with joined cells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from seeded_writer import SeededWriter, write_issue

#: House and seed of the issues that LibreOffice is held against; made when the code stood.
ISSUES = [
    ("gb9704", 101), ("jiangsu-jingshen-wenming", 102), ("xinxi-zhuanbao", 103), ("close-grid", 104), ("yanjiu-cankao", 105),
    ("gb9704", 106), ("jiangsu-jingshen-wenming", 107), ("xinxi-zhuanbao", 108), ("close-grid", 109), ("yanjiu-cankao", 110),
]  # fmt: skip

_HAN = (
    "今年以来全市各级各部门坚持以人民为中心的发展思想扎实推进文明城市创建工作不断完善长效机制持续提升群众获得感幸福感安全感"
    "会议指出要认真学习贯彻上级决策部署统筹抓好安全生产防汛防台和民生保障着力解决突出问题取得明显成效"
)
_ENGLISH = (
    "The municipal government will continue to improve the business environment and attract high-quality investment through "
    "one-stop services including e-licensing and 24-hour self-service terminals"
)


class _Writer(SeededWriter):
    HAN = _HAN

    def number(self) -> str:
        pick = self.pick
        few, some, many = pick.randint(0, 99), pick.randint(1000, 99999), pick.randint(10**9, 10**13)
        return pick.choice([str(few), str(some), str(many), f"{pick.uniform(0, 100):.1f}", f"{few},{some % 1000:03d}.{few:02d}"])

    def english(self, least: int = 2, most: int = 14) -> str:
        return " ".join(self.pick.choices(_ENGLISH.split(), k=self.pick.randint(least, most)))

    def address(self) -> str:
        pick = self.pick
        path = "/".join(pick.choice(["art", "col", "zwgk", "2022", "5"]) for _ in range(pick.randint(1, 6)))
        page = f"art_{pick.randint(1, 10**6)}_{pick.randint(1, 10**7)}.html"
        last = pick.choice(["index.html", page, "?q=%E6%96%87&from=mobile#top"])
        return f"https://www.{pick.choice(['js', 'zj', 'sh'])}.gov.cn/{path}/{last}"

    def token(self) -> str:
        pick, h, n, e = self.pick, self.han, self.number, self.english
        year, few = pick.randint(2010, 2020), pick.randint(1, 9)
        groups = [
            [
                f"登录{self.address()}查询",
                f"http://a.cn/{few}、www.example.gov.cn",
                f"发至wmb_bgs@{pick.choice(['js.gov.cn', '163.com'])}",
            ],
            [f"“{e()}.”", f"“{e(2, 5)}”（{h(2, 8)}）", f"《{e(2, 4).title()}》", f"（{e(1, 4)}，简称“RCEP”）"],
            [
                "".join(f"{chr(0x2460 + i)}{h(2, 9)}；" for i in range(few)),
                f"{chr(0x2469 + few)}{h()}",
                f"⑴{h()}⑵{h()}",
                f"㈠{h(2, 5)}",
            ],
            [
                f"{n()}°C",
                f"{n()}℃",
                f"{n()}‰",
                f"北纬{few}°{few}′{few}″",
                f"{n()}%～{n()}%",
                f"{n()}‰—{n()}‰",
                f"±{n()}",
                f"≥{n()}",
            ],
            [
                f"《{h()}》《{h()}》《{h(2, 5)}》",
                f"“《{h()}》（{h(2, 4)}）”",
                f"（《“{h(2, 4)}”{h()}》〔{year}〕{few}号）",
                f"（{h()}）（{h()}）",
            ],
            [
                f"1:{few}000地形图",
                f"{few}∶{few}比例",
                f"{few}—12月",
                f"第{few}～19条",
                f"{year}—2035年",
                f"09:30—1{few}:05",
                f"{few}-20号楼",
            ],
            [
                "".join(pick.choices("0123456789", k=32)),
                f"代码9132{pick.randint(10**12, 10**13)}X",
                f"{few} 605 186元",
                "+86 25 8666 1234",
            ],
            [
                "ＡＢＣ级",
                "１２３４５６元",
                "Ａ座１０１室",
                "ＧＤＰ",
                f"{n()}元／人",
                f"{n()}元/人·天",
                f"{n()}＝{n()}",
                f"＋{n()}",
                f"－{n()}",
            ],
            [
                f"**{h()}**",
                f"**{n()}个{h(2, 4)}**",
                f"*{h()}*",
                f"**{h(2, 5)}AI{h(2, 3)}**",
                f"话题#{h(2, 6)}#",
                f"★{h(2, 4)}",
                f"※{h()}",
            ],
            [
                f"{n()}m^2^",
                f"10^{few}^kg",
                f"CO~2~排放{n()}t",
                f"{n()}万m^3^/d",
                f"{n()}m³",
                "H₂O",
                "PM~2.5~",
                f"{n()}μm",
                f"φ{n()}mm",
            ],
            [
                f"{h()}[^{pick.randint(1, 3)}]",
                f"{n()}%[^1]",
                f"{h()}……",
                f"——{h()}",
                f"：“{h()}。”",
                f"阿卜杜拉·{h(2, 3)}",
                f"{h(2, 6)}　{h(2, 6)}",
            ],
            [
                "C919",
                "IPv6",
                "7×24小时",
                "“12345”",
                "“1+3+N”",
                "“5·12”",
                "A、B、C三类",
                "第Ⅱ类",
                "GB/T 9704—2012",
                "No.7",
                "§3",
                "R&D经费",
                "¾",
            ],
            [
                f'"{h()}"',
                f"'{h()}'",
                f"{h()}:{h()}",
                f"{h()};{h()}",
                f"{h()},{h()}",
                f"{h()}(OA)",
                f"{h(2, 3)}→{h(2, 3)}",
                f"[{year}]{few}号",
            ],
        ]
        return pick.choice(pick.choice(groups))

    def sentence(self) -> str:
        text = ""
        for _ in range(self.pick.randint(2, 6)):
            text += self.pick.choice([self.han(3, 20), self.token(), self.han(1, 9) + self.token(), self.han(3, 14)])
            if self.pick.random() < 0.5:
                text += self.pick.choice("，，，、；：")
        return text + self.pick.choice("。。。。；！？")

    def paragraph(self) -> str:
        pick = self.pick
        draw, text = pick.random(), "".join(self.sentence() for _ in range(pick.randint(1, 4)))
        if draw < 0.08:
            return f"**{pick.choice(['一是', '二是'])}{self.han(4, 14)}。**{text}"
        if draw < 0.15:
            return f"1. {self.sentence()}\n   - {self.sentence()}\n     - {self.sentence()}\n2. {self.sentence()}"
        if draw < 0.22:
            return "\n".join(f"- {self.sentence()}" for _ in range(3))
        return self.english(20, 60) + "." if draw < 0.25 else text

    def table(self) -> str:
        pick = self.pick
        columns = pick.randint(2, 6)
        contents: list[Callable[[], str]] = [
            lambda: self.han(1, 4),
            lambda: self.han(2, 14 if columns < 5 else 5),
            lambda: f"{pick.randint(1, 99)}%",
            lambda: f"{self.han(2, 4)}<br>“{self.han(2, 4)}”",
            lambda: "—",
            lambda: f"{pick.randint(1, 99)}m^2^",
            lambda: f"①{self.han(2, 4)}",
            lambda: f"（{self.han(2, 4)}）",
            lambda: f"{pick.randint(1, 9)}℃",
        ]
        rows = [[pick.choice(contents)() for _ in range(columns)] for _ in range(pick.randint(1, 9))]
        for row in rows[1:]:
            row[0] = pick.choice([row[0]] * 5 + ["^^"])
        head = [self.han(1, 5) + pick.choice(["", "（%）", "/人"]) for _ in range(columns)]
        ends = [pick.choice([":--", "--:", ":-:", "---"]) for _ in range(columns)]
        lines = "\n".join(f"| {' | '.join(row)} |" for row in [head, ends, *rows])
        return f"表{pick.randint(1, 9)}　{self.han(4, 30)}{pick.choice(['', ' {align=decimal}'])}\n单位：万元、%\n\n{lines}"

    def report(self) -> str:
        pick = self.pick
        blocks = [f"# {self.han(5, 16)}{pick.choice(['', f'　{self.han(4, 12)}', '（2022—2025年）', 'AI+[^1]'])}"]
        for _ in range(20):
            draw = pick.random()
            heading = f"{'##' if draw < 0.08 else '###'} {self.han(4, 30)}"
            blocks.append(heading if draw < 0.12 else self.table() if draw < 0.2 else self.paragraph())
        return self.noted([*blocks, f"{self.han(20, 30)}。"])


def write(folder: Path, house: str, seed: int) -> Path:
    """An issue as the folder `folder`, which must not be there yet."""
    nameplate = "nameplate: [云溪市数据, 工作简报]\noffices: [云溪市数据局, 云溪市政务办]\n"
    return write_issue(folder, house, f"{nameplate}contact: ['邮箱：a_b@example.gov.cn']\n", 2, _Writer(seed).report)
