"""Issues of what parts word processors, made from a seed.

Nested and doubled marks, dashes and ellipses, raised and lowered figures, fractions, Greek, Roman and circled figures, numbers of
100 digits, addresses, runs of all kinds, one-word lines, tables of up to ten columns.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from seeded_writer import SeededWriter, write_issue

#: House and seed of the issues that engines are held against; those from 31 on were made when the code stood, and run once.
ISSUES = [
    ("gb9704", 1), ("xinxi-zhuanbao", 18), ("jiangsu-jingshen-wenming", 17), ("close-grid", 14), ("yanjiu-cankao", 20),
    ("gb9704", 16), ("xinxi-zhuanbao", 3), ("jiangsu-jingshen-wenming", 12), ("close-grid", 19), ("yanjiu-cankao", 15),
    ("gb9704", 31), ("xinxi-zhuanbao", 33), ("jiangsu-jingshen-wenming", 32), ("close-grid", 34), ("yanjiu-cankao", 35),
    ("gb9704", 36), ("xinxi-zhuanbao", 38), ("jiangsu-jingshen-wenming", 37), ("close-grid", 39), ("yanjiu-cankao", 40),
]  # fmt: skip

_HAN = (
    "今年以来全市各级各部门坚持以人民为中心的发展思想扎实推进文明城市创建工作不断完善长效机制持续提升群众获得感幸福感安全感"
    "着力解决突出问题取得明显成效下一步将进一步压实责任强化督导确保各项任务落到实处"
)
_ENGLISH = (
    "The international volunteer programme was launched in May 2022 and has since attracted more than 12,000 participants from "
    "well-known communities, state-of-the-art facilities (e.g. CBDs) and “smart” cities."
)
_LATIN = [
    "state-of-the-art", "Internationalization", "OA", "e-Gov", "Wi-Fi", "5G", "A/B", "R&D", "C++", ".NET", "#1", "@all", "$100",
    "€20", "£5", "¥100", "￥100",
]  # fmt: skip
_QUOTED = ["Smart City", "well-being", "it’s OK", "A", "B/C"]


class _Writer(SeededWriter):
    HAN = _HAN

    def number(self) -> str:
        pick = self.pick
        return pick.choice(
            [
                str(pick.randint(0, 9)),
                str(pick.randint(10, 9999)),
                f"{pick.uniform(0, 1000):.2f}",
                f"{pick.randint(1, 999)},{pick.randint(0, 999):03d},{pick.randint(0, 999):03d}",
                f"{pick.randint(10**8, 10**12)}",
            ]
        )

    def token(self) -> str:
        pick, han = self.pick, self.han
        n, h = self.number(), han(2, 8)
        page = f"example.org.cn/path/to/page_{n.replace(',', '')}.html?id={pick.randint(1, 10**9)}&t=2"
        return pick.choice(
            [
                f"——{h}——", f"{h}……{h}", "……", f"《{h}〈{han()}〉{h}》", f"《〈{h}〉{han(2, 4)}》（〔{n}〕{n}号）",
                f"“‘{h}’{han(2, 5)}”", f"“{h}”“{han(2, 4)}”“{han(2, 4)}”", f"{n}％", f"{n}‰", f"{n}℃", f"-{n}℃～{n}℃", f"±{n}%",
                f"≥{n}%", f"≤{n}km/h", f"{n}m²", f"{n}m³", f"CO₂{n}t", f"{n}μg/m³", "PM₂.₅", f"{n}×{n}×{n}mm", f"到**{h}**的",
                f"在*{h}{n}*中", f"有**{n}{h}**的", f"的**“{h}”**和", f"按*《{h}》*的", f"据*{h}，{n}％；*", f"的**{h}。**",
                f"https://www.{pick.choice(['gov.cn', 'example.org.cn/a/b', page])}",
                f"wenming_{pick.randint(1, 999)}@example-mail.gov.cn", f"（{h}）（{n}）", f"（“{h}”〔{n}〕）", f"【{h}】",
                f"{h}·{han(2, 3)}·{han(2, 3)}", f"{h}/{han(2, 3)}/{n}", f"①{h}②{han(2, 5)}③{h}", "Ⅳ级", f"№{n}", f"{n}－{n}",
                f"{n}—{n}", f"{n}～{n}{h}", f"{n}-{n}", f"{pick.randint(1, 12)}月{pick.randint(1, 28)}日{pick.randint(0, 23)}:30",
                "α粒子β值", f"Ω{n}", f"é{h}", "naïve café", f"“{pick.choice(_QUOTED)}”", pick.choice(_LATIN), f"{h}？！",
                f"{h}！！！",
                f"{h}、", f"“{h}？”", f"{h}：", f"：“{h}，", f"{n}、{n}、{n}", f"{n}，{n}；{n}", "２０２２年", "Ａ级",
                f"{h}　{han(2, 4)}", f"〇{h}", f"{h}\\*{n}", f"{n}+{n}={n}", f"“{n}+N”", f"“{n}%”", "A—B", "“A”—“B”",
                f"{h}[^{pick.randint(1, 3)}]",
                f"{n}[^1]", f"{h}㎡{n}㎞", "1/2", f"½{h}", f"Ж{n}，{han(2, 3)}ⅫⅢ", f"{h}（{han(2, 3)}）：{n}",
                f"“{h}”——{han(2, 4)}", f"……（{h}）", f"（——{h}）",
            ]
        )  # fmt: skip

    def sentence(self) -> str:
        text = ""
        for _ in range(self.pick.randint(2, 7)):
            text += self.pick.choice([self.han(1, 14), self.token(), self.token(), self.han(3, 25)])
            if self.pick.random() < 0.4:
                text += self.pick.choice("，，，、；：")
        return text + self.pick.choice("。。。。！？")

    def paragraph(self) -> str:
        pick = self.pick
        text = "".join(self.sentence() for _ in range(pick.randint(1, 5)))
        kinds: list[tuple[float, Callable[[], str]]] = [
            (0.05, lambda: "".join(pick.choices("0123456789", k=pick.choice([60, 100, 200]))) + text),
            (0.09, lambda: f"{self.han(2, 4)}{''.join(pick.choices('0123456789', k=100))}。"),
            (0.13, lambda: pick.choice(["好。", "OK", "1", "“是！”", "——完", "100%", "A"])),
            (0.18, lambda: " ".join(pick.choices(_ENGLISH.split(), k=pick.randint(8, 50))) + "."),
            (0.25, lambda: "\n".join(f"- {self.sentence()}" for _ in range(pick.randint(2, 4)))),
            (0.31, lambda: "\n".join(f"{i}. {self.sentence()}" for i in range(1, pick.randint(3, 5)))),
            (0.36, lambda: "> " + text),
            (0.42, lambda: f"**{pick.choice(['一是', '二是'])}{self.han(4, 14)}。**{text}"),
            (0.46, lambda: f"*{self.han(5, 20)}{self.number()}，“{self.han(2, 30)}”（{self.number()}％）。*"),
        ]
        draw = pick.random()
        return next((make() for bound, make in kinds if draw < bound), text)

    def cell(self, columns: int) -> str:
        n, h, pick = self.number(), self.han(2, 20 if columns < 6 else 6), self.pick
        if columns > 6:  # a table that cannot fit is refused
            n = n.replace(",", "")[:3].rstrip(".")
        return pick.choice(
            [
                "", n, n, self.han(1, 3), h, f"{n}％", f"-{n}", f"**{self.han(2, 4)}**", "—", "/", f"{self.han(2, 4)}（{n}）",
                f"*{self.han(2, 5)}*", f"{n}m²", f"《{self.han(2, 6)}》",
            ]
        )  # fmt: skip

    def table(self) -> str:
        pick = self.pick
        columns = pick.choice([2, 3, 4, 5, 6, 8, 8, 10])
        head = [self.han(1, 6) + pick.choice(["", "（％）", "（个）", "2022", f"/{self.han(1, 2)}"]) for _ in range(columns)]
        ends = [pick.choice([":--", "--:", ":-:", "---"]) for _ in range(columns)]
        rows = [head, ends, *([self.cell(columns) for _ in range(columns)] for _ in range(pick.randint(1, 14)))]
        lines = "\n".join(f"| {' | '.join(row)} |" for row in rows)
        return f"表{pick.randint(1, 9)}　{self.han(4, 30)}\n\n{lines}" + pick.choice(["", f"\n\n注：{self.sentence()}"])

    def title(self) -> str:
        tails = ["", f"　{self.han(4, 12)}", f"“{self.han(2, 6)}”", "2022年", f"：{self.han(3, 20)}"]
        return f"# {self.han(5, 18)}{self.pick.choice(tails)}"

    def block(self) -> str:
        draw = self.pick.random()
        if draw < 0.08:
            return f"## {self.han(4, 30)}"
        if draw < 0.12:
            return f"### {self.han(4, 12)}{self.pick.choice(['', f'“{self.han(2, 4)}”', '2022'])}"
        return self.table() if draw < 0.18 else self.paragraph()

    def report(self) -> str:
        return self.noted([self.title(), *(self.block() for _ in range(22))])


def write(folder: Path, house: str, seed: int) -> Path:
    """An issue as the folder `folder`, which must not be there yet."""
    writer = _Writer(seed)
    nameplate = "nameplate: 测试简报\noffices: 某某市数据局\n" if house in ("gb9704", "close-grid") else ""
    return write_issue(folder, house, nameplate, writer.pick.randint(1, 3), writer.report)
