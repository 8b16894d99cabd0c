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
    _css("grid everywhere", "3 x", "*{display:grid}"),
    _css("grid everywhere, eight pages", "3 x", "*{display:grid}", long=True),
    _css("grid everywhere, checked", "3 x", "*{display:grid}", "check", "17", long=True),
    _css("flex everywhere", "3 x", "*{display:flex}", long=True),
    _css("tables everywhere", "3 x", "*{display:table}", long=True),
    _css("inline blocks everywhere", "3 x", "*{display:inline-block}", long=True),
    _css("floats everywhere", "3 x", "*{float:left}", long=True),
    _css("absolute everywhere", "3 x", "*{position:absolute}", long=True),
    _css("nothing shown", "3 x", "*{display:none}"),
    _css("columns", "3 x", "body{columns:2}", long=True),
    _css("columns within columns", "3 x", "*{columns:2}", long=True),
    _css("a thousand columns", "3 x", "body{columns:1000}"),
    _css("a page before everything", "3 x", "*{break-before:page}", long=True),
    _css("a size of nothing", "3 x", "*{font-size:0}"),
    _css("a size without end", "3 x", "*{font-size:1e8px}"),
    _css("a margin without end", "3 x", "p{margin-top:1e9px}"),
    _css("a height without end", "3 x", "p{height:1e6px}"),
    _css("a line height without end", "3 x", "p{line-height:1e6}"),
    _css("padding in percents", "3 x", "*{padding:99%}"),
    _css("a page of a point", "3 x", "@page{size:1pt}"),
    _css("a page of a mile", "3 x", "@page{size:1000000mm}"),
    _css("letter-spacing without end", "3 x", "*{letter-spacing:1e6px}"),
    _css("content without end", "3 x", "p::before{content:'" + "x" * 100_000 + "'}"),
    _css("content before everything", "3 x", "*::before{content:'xxxxxxxxxx'}"),
    _css("counters", "3 x", "*{counter-increment:a b c d e 1000000000} *::before{content:counters(a,'.')}"),
    _css("a shadow of borders", "3 x", "*{border:1px solid}"),
    _css("blocks by the hundred thousand", "3 x", "a{" * 100_000),
    _css("calc in calc", "3 x", "a{width:" + "calc(" * 100_000),
    _css("calc in calc, closed", "3 x", "p{width:" + "calc(" * 5_000 + "1px" + ")" * 5_000 + "}"),
    _css("brackets", "3 x", "[" * 300_000),
    _css("variables that double", "3 x", "*{--a0:x x;" + "".join(f"--a{n}:var(--a{n - 1}) var(--a{n - 1});" for n in range(1, 40)) + "content:var(--a39);font-family:var(--a39)}"),
    _css("variables in a ring", "3 x", "*{--a:var(--b);--b:var(--a);color:var(--a)}"),
    _css("rules by the ten thousand", "0", "".join(f".c{n}{{color:red}}\n" for n in range(30_000))),
    _css("selectors by the ten thousand", "0", ",".join(f".c{n}" for n in range(30_000)) + "{color:red}"),
    _css("selectors that go deep", "0", " ".join(["*"] * 3_000) + "{color:red}"),
    _css("a selector of :not", "3 x", ":not(" * 3_000 + "a" + ")" * 3_000 + "{color:red}"),
    _css("a selector of :is", "3 x", ":is(" * 3_000 + "a" + ")" * 3_000 + "{color:red}"),
    _css("selectors that look back", "0", "".join("* ~ " * 8 + f".c{n}{{color:red}}" for n in range(300)), long=True),
    _css("a selector of siblings", "0", "* ~ " * 20 + "p{color:#000}", long=True),
    _css(":has of everything", "0", "".join(f":has(*:has(.c{n})){{color:red}}" for n in range(300)), long=True),
    _css("imports", "3 x", "@import 'bulletin.css';" * 1_000),
    _css("an import from afar", "3 x", "@import url(http://127.0.0.1:9/x.css);"),
    _css("an address from afar", "3 x", "p{background:url(http://127.0.0.1:9/x.png)}"),
    _css("a file of the machine", "3 x", "p{background:url(file:///etc/passwd)}"),
    _css("a picture in the sheet", "3 x", "p{background:url(data:image/png;base64," + "A" * 500_000 + ")}"),
    _css("gradients", "3 x", "*{background:linear-gradient(" + ",".join(["red", "blue"] * 10_000) + ")}"),
    _css("transforms", "3 x", "*{transform:rotate(1deg) scale(1000000)}"),
    _css("faces", "3 x", "@font-face{font-family:x;src:url(x.ttf)}" * 500),
    _css("pages by name", "3 x", "p{page:a} p+p{page:b}", long=True),
    _css("footnotes everywhere", "3 x", "p{float:footnote}", long=True),
    _css("running heads", "3 x", "p{position:running(x)} @page{@top-center{content:element(x)}}", long=True),
    _css("a megabyte of comments", "0", "/*" + "*" * 900_000 + "*/"),
    _css("comments that do not end", "3 x", "/*" * 400_000),
    _css("strings that do not end", "3 x", "p{content:'" * 90_000),
    _css("escapes", "3 x", "\\" * 900_000),
    _css("NUL", "3 x", b"p{color:\0}"),
    _css("no text", "3 x", bytes(range(256)) * 40),
    _css("UTF-16", "3 x", "p{color:red}".encode("utf-16")),
    _css("media queries", "0", "@media print{" * 50 + "p{color:#000}" + "}" * 50),
    _css("media queries without end", "3 x", "@media print{" * 20_000 + "}" * 20_000),
    _css("nested rules", "3 x", "p{" + "&{" * 2_000 + "color:red" + "}" * 2_000 + "}"),
    _css("charset and semicolons", "3 x", ";" * 500_000),
    _css("a rule that spoils, the last of a thousand", "3 bulletin.css:1001:1 css-layout", ".c{color:red}\n" * 1_000 + "p{font-size:30pt}", long=True),
)
