"""Hostile reports: what blows up parsers, typesetters and engines."""

from __future__ import annotations

from hostile_running import REPORT, Case, Shelf


def _report(name: str, expected: str, body: str | bytes, *command: str) -> Case:
    """`body` below a sound title and a paragraph: it begins on line 5."""

    def lay(shelf: Shelf) -> None:
        text = body if isinstance(body, bytes) else body.encode("utf-8", "surrogatepass")
        shelf.write("a.md", REPORT.encode() + b"\n" + text + b"\n")

    return Case("Markdown", name, lay, expected, command or ("build", "17"))


def _whole(name: str, expected: str, text: str) -> Case:
    return Case("Markdown", name, lambda shelf: shelf.write("a.md", text), expected)


def table(rows: int, columns: int, cell: str = "1") -> str:
    line = "|" + f" {cell} |" * columns + "\n"
    return line + "|" + " --- |" * columns + "\n" + line * (rows - 1)


def _many(name: str, expected: str, count: int, text: str) -> Case:
    """So many reports."""

    def lay(shelf: Shelf) -> None:
        for number in range(count):
            shelf.write(f"r{number:04}.md", text)

    return Case("Markdown", name, lay, expected)


#: Pieces that parsers look ahead for, each as often as a paragraph may hold it.
_PIECES = {
    "brackets open": "[", "brackets shut": "]", "pictures open": "![", "links open": "[a](", "links nested": "[a](<",
    "stars": "*", "stars and letters": "*a ", "bold and letters": "**a ", "stars of three": "***a ", "stars in turn": "*a**b",
    "underscores": "_a ", "strokes": "~~a ", "ticks": "`", "ticks growing": "", "angles": "<", "tags open": "<a ", "comments": "<!--",
    "instructions": "<?", "declarations": "<!A ", "CDATA": "<![CDATA[", "ampersands": "&", "entities": "&amp;", "numbers": "&#0;",
    "numbers large": "&#1114112;", "backslashes": "\\", "notes open": "[^", "notes": "[^1]", "notes inline": "^[a", "braces": "{",
    "shut quotes": "”", "open quotes": "“", "brackets of titles": "《", "dashes": "—", "dots": "…", "hyphens": "-", "spaces": " a",
    "wide spaces": "　文", "no-break spaces": "\u00a0", "thin spaces": "\u2009a", "word joiners": "文\u2060", "zero spaces": "文\u200b",
    "combining": "\u0301", "variants": "文\ufe00", "digits": "1", "letters": "w", "capitals": "W", "i": "i", "dots of Latin": ".",
    "slashes": "/", "mails": "a@b.", "percent": "%", "Han and Latin": "文a", "Latin and spaces": "a ",
    "marks": "，", "stops": "。", "opening brackets": "（", "full-width letters": "Ａ", "rare": "喆", "beyond the plane": "𫖯",
    "emoji": "😀", "Arabic": "ا", "Hebrew": "א", "Thai": "ก", "Tibetan": "ཀ", "Devanagari": "क्", "Hangul": "ᄀ", "fractions": "1⁄2",
    "superscripts": "²", "breaks": "文\\\n", "lines": "文\n", "hard breaks": "文  \n", "pipes": "|", "tabs": "文\t",
    "soft hyphens": "a\u00ad", "right-to-left": "文\u202e", "isolates": "文\u2066", "tags": "\U000e0041", "musical": "\U0001d173",
    "dashes and Han": "——文", "numbers and units": "1%", "quotes of Latin": '"a" ', "private": "\ue000",
}  # fmt: skip


def _piece(name: str, piece: str) -> Case:
    text = "".join("`" * n + "a" for n in range(1, 140)) if name == "ticks growing" else piece * (9_900 // len(piece))
    return _report(name, _EXPECTED.get(name, "3"), "文" + text)


_EXPECTED: dict[str, str] = {
    "brackets open": "0",
    "brackets shut": "0",
    "links open": "0",
    "links nested": "0",
    "underscores": "0",
    "strokes": "3 a.md:5:2 typed-foreign",
    "ticks": "0",
    "ticks growing": "0",
    "angles": "0",
    "tags open": "0",
    "comments": "0",
    "instructions": "0",
    "declarations": "0",
    "ampersands": "0",
    "entities": "0",
    "backslashes": "0",
    "notes open": "0",
    "notes inline": "0",
    "braces": "0",
    "shut quotes": "0",
    "open quotes": "0",
    "brackets of titles": "0",
    "dashes": "0",
    "dots": "0",
    "hyphens": "0",
    "spaces": "0",
    "wide spaces": "0",
    "no-break spaces": "0",
    "digits": "0",
    "letters": "0",
    "capitals": "0",
    "i": "0",
    "dots of Latin": "0",
    "slashes": "0",
    "Latin and spaces": "0",
    "marks": "0",
    "stops": "0",
    "emoji": "3 a.md:5:2 missing-glyph",
    "Arabic": "3 a.md:5:2 foreign-script",
    "Hebrew": "3 a.md:5:2 foreign-script",
    "fractions": "0",
    "superscripts": "0",
    "breaks": "0",
    "soft hyphens": "3 a.md:5:3 invisible-character",
    "right-to-left": "3 a.md:5:3 invisible-character",
    "isolates": "3 a.md:5:3 invisible-character",
    "quotes of Latin": "0",
    "private": "3 a.md:5:2 invisible-character",
    "pictures open": "3 a.md:5:2 picture-syntax",
    "stars": "3 a.md:5:2 emphasis-open",
    "stars and letters": "3 a.md:5:2 emphasis-open",
    "bold and letters": "3 a.md:5:2 emphasis-open",
    "stars of three": "3 a.md:5:2 emphasis-open",
    "stars in turn": "3 a.md:5:4 emphasis-open",
    "CDATA": "3 a.md:5:3 picture-syntax",
    "numbers": "3 a.md:5:2 entity",
    "numbers large": "3 a.md:5:2 entity",
    "notes": "3 a.md:5:2 footnote-undefined",
    "thin spaces": "0",
    "word joiners": "3 a.md:5:3 invisible-character",
    "zero spaces": "3 a.md:5:3 invisible-character",
    "combining": "3 a.md:5:2 invisible-character",
    "variants": "3 a.md:5:3 invisible-character",
    "mails": "0",
    "percent": "0",
    "Han and Latin": "0",
    "opening brackets": "0",
    "full-width letters": "0",
    "rare": "0",
    "beyond the plane": "0",
    "Thai": "3 a.md:5:2 foreign-script",
    "Tibetan": "3 a.md:5:2 foreign-script",
    "Devanagari": "3 a.md:5:2 foreign-script",
    "Hangul": "3 a.md:5:2 foreign-script",
    "lines": "0",
    "hard breaks": "0",
    "pipes": "0",
    "tabs": "3 a.md:5:3 tab",
    "tags": "3 a.md:5:2 invisible-character",
    "musical": "3 a.md:5:2 invisible-character",
    "dashes and Han": "0",
    "numbers and units": "0",
}

MARKDOWN: tuple[Case, ...] = (
    *(_piece(name, piece) for name, piece in _PIECES.items()),
    _report("a word of twenty thousand", "3 a.md:5:1 paragraph-size", "w" * 20_000),
    _report("a word of a hundred thousand", "3 a.md:5:1 paragraph-size", "w" * 100_000),
    _report("a paragraph a line too long", "3 a.md:5:1 paragraph-size", "文" * 10_001),
    _report("ten words of ten thousand", "0", ("w" * 9_900 + "\n\n") * 10),
    _report("paragraphs to the limit", "0", "文。\n\n" * 2_500),
    _report("a hundred thousand Han", "0", ("文" * 6_000 + "。\n\n") * 20),
    _whole("a title of ten thousand", "0", f"# {'题' * 9_900}\n\n文。\n"),
    _whole("a title of one Latin word", "0", f"# {'w' * 9_900}\n\n文。\n"),
    _whole("a title of dashes", "0", f"# {'—' * 9_900}\n\n文。\n"),
    _whole("a title of breaks", "0", f"# {'题|' * 4_900}\n\n文。\n"),
    _whole("hashes", "3 a.md:1:1 paragraph-size", "#" * 500_000),
    _whole("titles", "3 a.md:3:1 title-second", "# 题\n\n" * 9_000),
    _report("headings", "0", "## 题\n\n文。\n\n" * 1_500),
    _report("headings of ten thousand", "0", f"## {'题' * 9_900}\n\n文。"),
    _report("quotes within quotes", "3 a.md:5:1 nesting", "> " * 50_000 + "引"),
    _report("quotes line by line", "0", "> 引\n" * 2_500),
    _report("quotes deepening", "3 a.md:6:1 nesting", "".join("> " * n + "引\n" for n in range(1, 600))),
    _report("lists within lists", "3 a.md:5:1 list-item", "- " * 50_000 + "项"),
    _report("lists deepening", "3 a.md:8:1 list-depth", "".join("  " * n + "- 项\n" for n in range(700))),
    _report("items", "0", "- 项\n" * 2_500),
    _report("items by number", "0", "".join(f"{n}. 项\n" for n in range(1, 2_500))),
    _report("items of a great number", "0", "999999999999. 项\n"),
    _report("fences", "3 a.md:5:1 code", "```\n" * 10_000),
    _report("tildes", "3 a.md:5:1 code", "~" * 9_999),
    _report("tables of ten thousand columns", "3 a.md:5:1 table-size", table(2, 10_000)),
    _report("a head of fifty thousand columns", "3 a.md:5:1 table-size", "|a" * 50_000 + "|\n" + "|-" * 50_000 + "|\n|1|\n"),
    _report("columns missing", "3 a.md:5:1 table-size", "|a" * 2_000 + "|\n" + "|-" * 2_000 + "|\n" + "|1|\n" * 2_000),
    _report("a table of 24 × 490", "3 a.md:5:1 table-size", table(490, 24)),
    _report("a table of 24 × 500", "3 a.md:5:1 table-size", table(500, 24)),
    _report("a table of 24 × 490, in words", "3 a.md:5:1 table-size", table(490, 24, "数据")),
    _report("a table of 24 × 501", "3 a.md:5:1 table-size", table(501, 24)),
    _report("ten tables of 24 × 490", "3 a.md:5:1 table-size", "\n文。\n\n".join([table(490, 24)] * 10)),
    _report("a table of 1 × 500", "0", table(500, 1)),
    _report("hundreds of tables", "0", "\n文。\n\n".join([table(2, 2)] * 600)),
    _report("cells of a thousand words", "3 a.md:5:1 table-too-wide", table(20, 24, "数据" * 200)),
    _report("a cell of nine thousand", "0", table(2, 2, "数据" * 4_500)),
    _report("cells of one Latin word", "3 a.md:5:1 table-too-wide", table(10, 10, "w" * 300)),
    _report("cells merged at random", "3 a.md:5:3 table-merge", table(40, 24).replace(" 1 | 1 |", " ^^ | << |")),
    _report("fences in quotations that are none", "3 a.md:5:1 nesting", "> " * 2_000 + "a:::\n"),
    _report("fences of spaces", "0", ("::: 框 " + " " * 9_000 + "x\n\n文。\n\n:::\n\n") * 60),
    _report("codes of dots", "3 a.md:5:9 qr-code", ("::: 二维码 https://" + "." * 9_000 + " x\n:::\n\n") * 60),
    _report("codes by the thousand", "3 a.md:185:1 qr-code", "::: 二维码 https://a.gov.cn/\n:::\n\n" * 1_000),
    _report("a rule of half the columns", "3 a.md:6:1 table-rule", table(40, 12, "^^ | << ")),
    _report("pipes without rows", "3 a.md:5:1 paragraph-size", "|\n" * 9_000),
    _report("dashes under a line", "3 a.md:6:1 rule", "文\n" + "-" * 9_000),
    _report("rules", "3 a.md:5:1 rule", "---\n\n" * 9_000),
    _report("notes defined", "3 a.md:5:1 footnote-unused", "".join(f"[^{n}]: 注。\n\n" for n in range(6_000))),
    _report("notes used", "0", "".join(f"文[^{n}]。\n\n" for n in range(500)) + "".join(f"[^{n}]: 注。\n\n" for n in range(500))),
    _report(
        "notes within notes",
        "3 a.md:7:8 footnote-shape",
        "文[^0]\n\n" + "".join(f"[^{n}]: 注[^{n + 1}]。\n\n" for n in range(2_000)),
    ),
    _report("reference definitions", "3 a.md:5:1 paragraph-size", "".join(f"[r{n}]: http://a/{n}\n" for n in range(9_000))),
    _report("pictures that are not there", "3 a.md:5:1 file-missing", "![图](没有.png)\n\n" * 4_000),
    _report("a path of ten thousand", "3 a.md:5:1 file-missing", f"![图]({'a' * 9_000}.png)"),
    _report("a caption of ten thousand", "3 a.md:5:1 file-missing", f'![图](a.png "{"题" * 9_000}")'),
    _report("excuses", "3 a.md:5:4 html", "文。 <!-- 校对：不查 -->\n\n" * 3_000),
    _report("HTML blocks", "3 a.md:5:1 html", "<div>\n" * 9_000),
    _report("blank lines", "0", "\n" * 900_000),
    _report("carriage returns", "0", "\r" * 500_000),
    _report("a line of a megabyte", "3 a.md:5:1 paragraph-size", "文" * 340_000),
    _report("spaces at the end", "0", "文" + " " * 900_000),
    _report("NUL", "3 a.md:5:2 control-character", "文\0字"),
    _report("control characters", "3 a.md:5:2 control-character", "文" + "\x07" * 9_000),
    _report("invalid bytes", "3 a.md:5:1 encoding-unknown", b"\xe6\x96" * 9_000),
    _report("surrogates", "3 a.md:5:2 encoding-unknown", "文" + "\ud800" * 3_000),
    _whole("a head of a megabyte", "3 a.md:20000:1 report-size", "---\n" + "a: 1\n" * 150_000 + "---\n# 题\n\n文。\n"),
    _whole("a head of brackets", "3 a.md:2:35 yaml-depth", "---\na: " + "[" * 100_000 + "\n---\n# 题\n\n文。\n"),
    _whole("a head that does not end", "3 a.md:20000:1 report-size", "---\n" + "a: 1\n" * 100_000),
    _many("three hundred reports", "0", 300, REPORT),
    _many("reports beyond the limit", "3 issue.yaml:1:1 folder-size", 2_100, REPORT),
    _many("forty reports of a hundred paragraphs", "0", 40, REPORT + "\n文章一段。\n" * 100),
    _report("a word of twenty thousand, checked", "3 a.md:5:1 paragraph-size", "w" * 20_000, "check", "17"),
    _report("no-break spaces, checked", "1 a.md:5:1 paragraph-unended", "文" + "\u00a0" * 9_900, "check", "17"),
    _report("dashes, checked", "1 a.md:5:1 paragraph-long", "—" * 9_900, "check", "17"),
)
