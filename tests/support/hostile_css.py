"""Hostile style sheets of a house: what the engine chokes on, and what hangs its layout."""

from __future__ import annotations

from hostile_running import Case, Shelf

LONG_ISSUE = "# 长的一篇\n\n" + "".join(f"文章第{n}段，写得稍长一些，好占满几行，看看版面怎样。" * 3 + "\n\n" for n in range(60))


def _css(name: str, expected: str, text: str | bytes, *command: str, long: bool = False) -> Case:
    def lay(shelf: Shelf) -> None:
        shelf.house(css=text)
        if long:
            shelf.write("a.md", LONG_ISSUE)

    return Case("CSS", name, lay, expected, command or ("build", "17"))


CSS: tuple[Case, ...] = (
    _css("grid everywhere", "3 bulletin.css:1:1 css-layout", "*{display:grid}"),
    _css("grid everywhere, eight pages", "3 bulletin.css:1:1 css-layout", "*{display:grid}", long=True),
    _css("grid everywhere, checked", "3 bulletin.css:1:1 css-layout", "*{display:grid}", "check", "17", long=True),
    _css("flex everywhere", "3 bulletin.css:1:1 css-layout", "*{display:flex}", long=True),
    _css("tables everywhere", "3 bulletin.css:1:1 css-layout", "*{display:table}", long=True),
    _css("inline blocks everywhere", "3 bulletin.css:1:1 css-layout", "*{display:inline-block}", long=True),
    _css("floats everywhere", "3 bulletin.css:1:1 css-layout", "*{float:left}", long=True),
    _css("absolute everywhere", "3 bulletin.css:1:1 css-layout", "*{position:absolute}", long=True),
    _css("nothing shown", "3 bulletin.css:1:1 css-layout", "*{display:none}"),
    _css("columns", "3 bulletin.css:1:1 css-layout", "body{columns:2}", long=True),
    _css("columns within columns", "3 bulletin.css:1:1 css-layout", "*{columns:2}", long=True),
    _css("a thousand columns", "3 bulletin.css:1:1 css-layout", "body{columns:1000}"),
    _css("a page before everything", "3 bulletin.css:1:1 css-layout", "*{break-before:page}", long=True),
    _css("a size of nothing", "3 bulletin.css:1:1 css-layout", "*{font-size:0}"),
    _css("a size without end", "3 bulletin.css:1:1 css-layout", "*{font-size:1e8px}"),
    _css("a margin without end", "3 bulletin.css:1:1 css-layout", "p{margin-top:1e9px}"),
    _css("a height without end", "3 bulletin.css:1:1 css-layout", "p{height:1e6px}"),
    _css("a line height without end", "0", "p{line-height:1e6}"),
    _css("padding in percents", "3 bulletin.css:1:1 css-layout", "*{padding:99%}"),
    _css("a page of a point", "3 bulletin.css:1:1 css-layout", "@page{size:1pt}"),
    _css("a page of a mile", "0", "@page{size:1000000mm}"),
    _css("letter-spacing without end", "3 bulletin.css:1:1 css-layout", "*{letter-spacing:1e6px}"),
    _css("content without end", "3 bulletin.css:1:1 css-layout", "p::before{content:'" + "x" * 100_000 + "'}"),
    _css("content before everything", "3 bulletin.css:1:1 css-layout", "*::before{content:'xxxxxxxxxx'}"),
    _css(
        "counters",
        "3 bulletin.css:1:43 css-layout",
        "*{counter-increment:a b c d e 1000000000} *::before{content:counters(a,'.')}",
    ),
    _css("a shadow of borders", "3 bulletin.css:1:1 css-layout", "*{border:1px solid}"),
    _css("blocks by the hundred thousand", "3 bulletin.css:1:1 pdf-css", "a{" * 100_000),
    _css("calc in calc", "3 bulletin.css:1:1 pdf-css", "a{width:" + "calc(" * 100_000),
    _css("calc in calc, closed", "3 bulletin.css:1:1 pdf-css", "p{width:" + "calc(" * 5_000 + "1px" + ")" * 5_000 + "}"),
    _css("brackets", "3 bulletin.css:1:1 pdf-css", "[" * 300_000),
    _css(
        "variables that double",
        "3 bulletin.css:1:1 css-layout",
        "*{--a0:x x;"
        + "".join(f"--a{n}:var(--a{n - 1}) var(--a{n - 1});" for n in range(1, 40))
        + "content:var(--a39);font-family:var(--a39)}",
    ),
    _css("variables in a ring", "3 bulletin.css:1:1 css-layout", "*{--a:var(--b);--b:var(--a);color:var(--a)}"),
    _css("rules by the ten thousand", "0", "".join(f".c{n}{{color:red}}\n" for n in range(30_000))),
    _css("selectors by the ten thousand", "0", ",".join(f".c{n}" for n in range(30_000)) + "{color:red}"),
    _css("selectors that go deep", "3", " ".join(["*"] * 3_000) + "{color:red}"),
    _css("a selector of :not", "3 bulletin.css:1:1 pdf-css", ":not(" * 3_000 + "a" + ")" * 3_000 + "{color:red}"),
    _css("a selector of :is", "3 bulletin.css:1:1 pdf-css", ":is(" * 3_000 + "a" + ")" * 3_000 + "{color:red}"),
    _css("selectors that look back", "0", "".join("* ~ " * 8 + f".c{n}{{color:red}}" for n in range(300)), long=True),
    _css("a selector of siblings", "3 bulletin.css:1:1 css-layout", "* ~ " * 20 + "p{color:#000}", long=True),
    _css(":has of everything", "3 css-layout", "".join(f":has(*:has(.c{n})){{color:red}}" for n in range(300)), long=True),
    _css("imports", "3 bulletin.css:1:1 pdf-css", "@import 'bulletin.css';" * 1_000),
    _css("an import from afar", "3 bulletin.css:1:1 pdf-fetch", "@import url(http://127.0.0.1:9/x.css);"),
    _css("an address from afar", "3 pdf-fetch", "p{background:url(http://127.0.0.1:9/x.png)}"),
    _css("a file of the machine", "3 pdf-fetch", "p{background:url(file:///etc/passwd)}"),
    _css("a picture in the sheet", "3 pdf-fetch", "p{background:url(data:image/png;base64," + "A" * 500_000 + ")}"),
    _css(
        "gradients", "3 bulletin.css:1:1 css-layout", "*{background:linear-gradient(" + ",".join(["red", "blue"] * 10_000) + ")}"
    ),
    _css("transforms", "3 bulletin.css:1:1 css-layout", "*{transform:rotate(1deg) scale(1000000)}"),
    _css("faces", "3 bulletin.css:1:1 pdf-css", "@font-face{font-family:x;src:url(x.ttf)}" * 500),
    _css("pages by name", "3 bulletin.css:1:1 css-layout", "p{page:a} p+p{page:b}", long=True),
    _css("footnotes everywhere", "3 bulletin.css:1:1 css-layout", "p{float:footnote}", long=True),
    _css(
        "running heads",
        "3 bulletin.css:1:1 css-layout",
        "p{position:running(x)} @page{@top-center{content:element(x)}}",
        long=True,
    ),
    _css("a megabyte of comments", "0", "/*" + "*" * 900_000 + "*/"),
    _css("comments that do not end", "3 bulletin.css:1:799999 pdf-css", "/*" * 400_000),
    _css("strings that do not end", "3 bulletin.css:1:1 pdf-css", "p{content:'" * 90_000),
    _css("escapes", "3 bulletin.css:1:1 pdf-css", "\\" * 900_000),
    _css("NUL", "3 bulletin.css:1:9 control-character", b"p{color:\0}"),
    _css("no text", "3 bulletin.css:3:115 encoding-unknown", bytes(range(256)) * 40),
    _css("UTF-16", "3 bulletin.css:1:1 encoding-utf16", "p{color:red}".encode("utf-16")),
    _css("media queries", "0", "@media print{" * 50 + "p{color:#000}" + "}" * 50),
    _css("media queries without end", "3 bulletin.css:1:1 pdf-css", "@media print{" * 20_000 + "}" * 20_000),
    _css("nested rules", "3 bulletin.css:1:1 pdf-css", "p{" + "&{" * 2_000 + "color:red" + "}" * 2_000 + "}"),
    _css("charset and semicolons", "3 bulletin.css:1:500000 pdf-css", ";" * 500_000),
    _css("a rule that spoils, the last of a thousand", "0", ".c{color:red}\n" * 1_000 + "p{font-size:30pt}", long=True),
)
