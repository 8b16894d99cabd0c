"""The same bulletin as the other engines want it: plain HTML for stock WeasyPrint, markup for Typst.

No tuning in either direction: the same words, sheet, margins, sizes and shipped fonts, set by the engine's own rules.
"""

from __future__ import annotations

from html import escape
from pathlib import Path

from briefing.model.blocks import Heading, Paragraph
from briefing.model.bulletin import Article, Issue
from briefing.model.text_lines import plain

FACES = {
    "Fang": "BriefingFangsong-Regular.ttf",
    "Biaosong": "BriefingBiaosong-Regular.ttf",
    "Song": "BriefingSong-Regular.ttf",
}

CSS = """
@page { size: A4; margin: 37mm 26mm 35mm 28mm; @bottom-right { content: "— " counter(page) " —"; font: 14pt Song } }
@page :first { @bottom-right { content: none } }
html { font: 16pt/30pt Latin, Fang; hyphens: none }
body { margin: 0 }
p { margin: 0; text-indent: 2em; text-align: justify; orphans: 1; widows: 1 }
h1 { font: 22pt/36pt Biaosong; text-align: center; margin: 30pt 0; bookmark-level: 1 }
.mark { text-indent: 0 } .centre { text-indent: 0; text-align: center }
.nameplate { font: 43pt/70pt Biaosong; color: #d00; text-align: center; text-indent: 0; white-space: nowrap }
.contents { text-indent: 0 } .cover { break-after: page; border-bottom: 1pt solid #d00 }
.colophon { border-top: 1pt solid; border-bottom: 1pt solid; font-size: 14pt; break-inside: avoid }
"""


def paragraphs(article: Article) -> list[str]:
    return [plain(b.content) for b in article.blocks if isinstance(b, (Paragraph, Heading))]


def html(issue: Issue, fonts: Path) -> str:
    faces = "".join(
        f'@font-face {{ font-family: {name}; src: url("{(fonts / file).as_uri()}") }}' for name, file in FACES.items()
    )
    latin = (fonts / "LiberationSerif-Regular.ttf").as_uri()
    faces += f'@font-face {{ font-family: Latin; src: url("{latin}"); unicode-range: U+21-7E }}'
    out = [
        (
            f'<html lang="zh-CN"><meta charset="utf-8"><title>{escape(issue.name)}</title>'
            f'<style>{faces}{CSS}</style><div class="cover">'
        )
    ]
    masthead = issue.masthead
    out.append(f'<p class="mark">{escape(masthead.mark)}</p>')
    out += [f'<p class="nameplate">{escape(line)}</p>' for line in masthead.nameplate]
    for line in (f"第{issue.number.value}期", masthead.special, *masthead.offices, str(issue.date)):
        out.append(f'<p class="centre">{escape(line)}</p>')
    out += [f'<p class="contents">{escape(plain(a.title))}</p>' for a in issue.articles]
    out.append("</div>")
    for article in issue.articles:
        out.append(f"<h1>{escape(plain(article.title))}</h1>")
        out += [f"<p>{escape(text)}</p>" for text in paragraphs(article)]
    out.append('<div class="colophon">')
    for entry in issue.colophon.recipients:
        out.append(f"<p>{escape(entry.role)}：{escape('；'.join(entry.lines))}</p>")
    out.append("</div></html>")
    return "".join(out)


def typst(issue: Issue) -> str:
    """Typst markup; text goes in as string literals so that no character means anything."""

    def literal(text: str) -> str:
        return '#"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    out = [
        '#set page(paper: "a4", margin: (top: 37mm, left: 28mm, right: 26mm, bottom: 35mm), numbering: "— 1 —")',
        '#set text(font: ("Liberation Serif", "Briefing Fangsong"), size: 16pt, lang: "zh", region: "cn")',
        "#set par(justify: true, leading: 14pt, spacing: 14pt, first-line-indent: (amount: 2em, all: true))",
        '#show heading: it => align(center, text(font: "Briefing Biaosong", size: 22pt, weight: 400, it.body))',
        literal(issue.masthead.mark),
    ]
    for line in issue.masthead.nameplate:
        out.append(f'#align(center, text(font: "Briefing Biaosong", size: 43pt, fill: red)[{literal(line)}])')
    for line in (f"第{issue.number.value}期", issue.masthead.special, *issue.masthead.offices, str(issue.date)):
        out.append(f"#align(center)[{literal(line)}]")
    out += [literal(plain(a.title)) for a in issue.articles]
    out.append("#pagebreak()")
    for article in issue.articles:
        out.append(f"= {literal(plain(article.title))}")
        out += [literal(text) for text in paragraphs(article)]
    for entry in issue.colophon.recipients:
        out.append(literal(f"{entry.role}：{'；'.join(entry.lines)}"))
    return "\n\n".join(out) + "\n"
