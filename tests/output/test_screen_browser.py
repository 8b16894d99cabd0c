"""The pages in a browser: every character where it was painted, the picture of the PDF, text that can be selected and found.

`make test-browser` runs this; without Chromium there is nothing to ask.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import browser
import example_issues
import pypdfium2
import pytest
from image_support import brightest
from json_answers import Json
from PIL import Image, ImageChops, ImageFilter, ImageStat
from test_screen import lines

from briefing.building import stages
from briefing.core.errors import Diagnostic
from briefing.files.world import World
from briefing.output.faces import face_files
from briefing.output.pdf import write_pdf
from briefing.output.screen import data_urls, pages, style_sheet
from briefing.paint import paint
from briefing.paint.marks import Painted
from briefing.prove.findings import PDF, Fault
from briefing.prove.page_pictures import ShownPage, ShownPages, pictured
from briefing.prove.pdf_pages import Rect
from briefing.prove.proof import Proof
from briefing.prove.report import report

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not browser.CHROMIUM, reason="no Chromium")]

#: A4 at 96 to the inch.
WIDTH, HEIGHT = 794, 1123
#: Grey levels (0–255) by which a page may differ, smoothed over 2 pixels: on the average, and anywhere. Two rasterisers differ by
#: up to 0.96 and 46; half a millimetre adds 0.8 on an almost empty page, 2 on a full one.
MEAN, MOST = 1.2, 70
#: Pt. A browser rounds to 1/64 of a pixel in some places.
OFF = 0.04

#: What a browser and a PDF are most likely to set in different ways.
TRICKY = """# 甲市：稳步推进——示范创建

——开头的破折号。一是加强统筹——把创建工作“列入”年度要点……《甲》《乙》、“丙”：“丁”！？（一）落实。**这里加粗——也有**——以及
official first affine WAVE To 12.5% 和 https://www.example.com/abc?x=1&y=<2>。

二是注释[^1]在这里，m²、℃、①、×、𠮷、㐂、龘、café、naïve，AVATAR、fi、fl、ffi，1/2、3:4，责任——————六个。

| 名称 | 数 |
|---|---|
| 甲——乙 | 12.5 |

- 一条
- 另一条——说明

[^1]: 注释的内容——也有破折号。
"""
YAML = "house: jiangsu-jingshen-wenming\nnumber: 5\ndate: 2024-03-08\ncontents: pages\n"


class Issue(NamedTuple):
    painted: Painted
    pages: ShownPages
    pdf: bytes
    html: str
    folder: Path


@pytest.fixture(scope="module", params=[*example_issues.NAMES, "tricky"])
def issue(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Issue:
    folder = tmp_path_factory.mktemp("browser")
    if request.param == "tricky":
        (folder / "01-甲.md").write_text(TRICKY, "utf-8")
        (folder / "issue.yaml").write_text(YAML, "utf-8")
        source = stages.read(folder, World(folder))
        painted = paint(stages.compose(source), source.fonts())
    else:
        source, painted = example_issues.source(request.param), example_issues.painted(request.param)
    files = face_files(painted, source.world)
    drawn = pages(painted, source.world, files)
    style = style_sheet(data_urls(painted, files))
    numbered = enumerate(zip(painted.pages, drawn, strict=True), 1)
    shown = [ShownPage(number, page.box.width, page.box.height, svg) for number, (page, svg) in numbered]
    page = html("\n".join(f"<div>{page}</div>" for page in drawn), style)
    return Issue(painted, ShownPages(shown, style), write_pdf(painted, source.world, files=files), page, folder)


def html(body: str, style: str) -> str:
    frame = f"body{{margin:0}}div{{position:relative;width:{WIDTH}px;height:{HEIGHT}px;overflow:hidden}}svg{{display:block}}"
    return f'<!DOCTYPE html>\n<html lang="zh-CN"><meta charset="utf-8">\n<style>{style}{frame}</style>\n<body>{body}\n'


def texts(painted: Painted) -> Iterator[str]:
    """Of each page, a line of text a line."""
    for page in painted.pages:
        yield "\n".join("".join(mark.text for mark in marks) for marks in lines(page))


@pytest.fixture(scope="module")
def answer(issue: Issue) -> Json:
    words = [part for text in texts(issue.painted) for line in text.split("\n") if (part := line.strip()[3:7])]
    script = """
    const sheets = [...document.querySelectorAll("svg.sheet")];
    const each = (text, what) => Array.from({length: text.getNumberOfChars()}, (_, index) => what(index));
    const place = text => each(text, index => { const p = text.getStartPositionOfChar(index); return [p.x, p.y] });
    const places = sheets.map(sheet => [...sheet.querySelectorAll("text")].map(place));
    const selection = getSelection();
    const texts = sheets.map(sheet => { selection.selectAllChildren(sheet); return selection.toString() });
    const missing = WORDS.filter(word => { selection.removeAllRanges(); return !window.find(word, true) });
    const pressed = (x, y) => document.caretPositionFromPoint(x, y)?.offsetNode;
    let missed = 0, asked = 0;
    for (const run of document.querySelectorAll("tspan[data-src]")) {
      run.scrollIntoView();
      const box = run.getBoundingClientRect();
      asked += 1;
      if (!run.contains(pressed(box.left + box.width / 2, box.top + box.height / 2))) missed += 1;
    }
    const fonts = [...document.fonts].map(font => font.status);
    const fetched = performance.getEntriesByType("resource").map(entry => entry.name).filter(name => !name.startsWith("data:"));
    return {places, texts, missing, missed, asked, fonts, fetched};
    """
    return browser.ask(issue.html, script.replace("WORDS", json.dumps(words)), issue.folder)


def test_every_character_stands_where_it_was_painted(issue: Issue, answer: Json) -> None:
    assert set(answer["fonts"]) == {"loaded"}
    for page, drawn in zip(issue.painted.pages, answer["places"], strict=True):
        for marks, places in zip(lines(page), drawn, strict=True):
            wanted = [
                (x, mark.baseline, char)
                for mark in marks
                for x, char in zip(mark.xs, mark.text, strict=True)
                for _ in range(len(char.encode("utf-16-le")) // 2)
            ]
            for (x, y, char), place in zip(wanted, places, strict=True):
                assert abs(place[0] - x) < OFF and abs(place[1] - y) < OFF, (char, [mark.text for mark in marks])


def test_a_page_selected_is_its_text_line_by_line(issue: Issue, answer: Json) -> None:
    assert answer["texts"] == list(texts(issue.painted))


def test_what_stands_in_a_line_is_found(answer: Json) -> None:
    assert answer["missing"] == []


def test_a_press_on_a_run_is_one_on_its_source(answer: Json) -> None:
    assert answer["asked"] > 5 and answer["missed"] == 0


def test_nothing_is_fetched(answer: Json) -> None:
    assert answer["fetched"] == []


def difference(one: Image.Image, other: Image.Image) -> tuple[float, float]:
    """Mean and largest, of two pictures smoothed."""
    parts = [picture.convert("L").filter(ImageFilter.GaussianBlur(2)) for picture in (one, other)]
    found = ImageChops.difference(*parts)
    return ImageStat.Stat(found).mean[0], brightest(found)


def test_pages_look_as_in_the_pdf(issue: Issue) -> None:
    count = len(issue.painted.pages)
    shot = browser.picture(issue.html, WIDTH, HEIGHT * count, issue.folder)
    with pypdfium2.PdfDocument(issue.pdf) as document:
        for number, page in enumerate(document):
            drawn = page.render(scale=96 / 72).to_pil().convert("RGB").crop((0, 0, WIDTH, HEIGHT))
            seen = shot.crop((0, HEIGHT * number, WIDTH, HEIGHT * (number + 1)))
            mean, most = difference(seen, drawn)
            if mean > MEAN or most > MOST:
                seen.save(issue.folder / "seen.png")
                drawn.save(issue.folder / "drawn.png")
            assert mean <= MEAN and most <= MOST, f"page {number + 1}: {mean:.2f}, {most}; {issue.folder}"
            assert difference(seen, ImageChops.offset(drawn, 0, 4))[0] > MEAN, "the tolerance is no blindfold"


def test_two_dashes_are_one_bar(issue: Issue) -> None:
    """Wherever a page has a pair: dark without a gap from within the first to within the second."""
    scale = 2
    pixels = browser.picture(issue.html, WIDTH, HEIGHT * len(issue.painted.pages), issue.folder, scale).convert("L")
    pt = scale * 96 / 72
    for number, page in enumerate(issue.painted.pages):
        for marks in lines(page):
            for mark in marks:
                for found in re.finditer("——", mark.text):
                    left, right = mark.xs[found.start()] + 0.3 * mark.size, mark.xs[found.start() + 1] + 0.7 * mark.size
                    top = number * HEIGHT * scale + (mark.baseline - 0.8 * mark.size) * pt
                    strip = pixels.crop((round(left * pt), round(top), round(right * pt), round(top + 0.8 * mark.size * pt)))
                    rows = [brightest(strip.crop((0, y, strip.width, y + 1))) for y in range(strip.height)]
                    assert min(rows) < 160, (mark.text, number + 1)


def test_words_over_a_picture_stand_on_the_words_of_it(issue: Issue) -> None:
    """The other way of the report: each word's box lies where the PDF has it, and a page's text is the lines of the page."""
    shown = pictured(issue.pdf)
    body = "\n".join(f'<div style="width:{page.width}pt;height:{page.height}pt">{page.markup}</div>' for page in shown.pages)
    script = """
    const boxes = [...document.querySelectorAll("svg.words")].map(sheet => [...sheet.querySelectorAll("text")].map(text => {
      const box = text.getBBox();
      return [text.textContent, box.x, box.x + box.width, box.y, box.y + box.height];
    }));
    return boxes;
    """
    answer = browser.ask(html(body, shown.style), script, issue.folder)
    for page, boxes in zip(issue.painted.pages, answer, strict=True):
        wanted = []
        marks = sorted((mark for group in lines(page) for mark in group), key=lambda mark: (round(mark.baseline), mark.xs[0]))
        for baseline, group in groupby(marks, key=lambda mark: round(mark.baseline)):
            wanted += [(baseline, mark.text, mark.xs[0], mark.end) for mark in group]
        assert wanted
        for baseline, text, left, right in wanted:
            assert any(
                text.strip() in found and box[0] < left + 1 and right - 9 < box[1] and box[2] < baseline < box[3] + 1
                for found, *box in boxes
            ), (text, left, right, baseline)


@pytest.mark.parametrize("way", ["painted", "pictured"])
def test_a_finding_in_the_report_lies_on_its_line(issue: Issue, way: str) -> None:
    page = len(issue.painted.pages)
    marks = lines(issue.painted.pages[-1])[0]
    size, baseline = marks[0].size, marks[0].baseline
    rect = Rect(marks[0].xs[0], baseline - 0.9 * size, marks[-1].end, baseline + 0.15 * size)
    finding = Fault(Diagnostic("prove-text", "不同"), PDF, page, 1, rect)
    shown = issue.pages if way == "painted" else pictured(issue.pdf)
    made = report(Proof((finding,), (PDF,), 1, page), "一期", shown, {})
    script = """
    const figure = [...document.querySelectorAll("figure")].at(-1);
    const edges = ({left, top, right, bottom}) => [left, top, right, bottom];
    const box = element => edges(element.getBoundingClientRect());
    const words = figure.querySelector(".sheet, .words");
    const mark = figure.querySelector(".marks rect");
    mark.scrollIntoView({block: "center"});
    const [left, top, right, bottom] = box(mark);
    const pressed = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return {mark: box(mark), line: box(words.querySelector("text")), pressed: pressed.tagName, size: box(figure)};
    """
    answer = browser.ask(made, script, issue.folder)
    scale = (answer["size"][2] - answer["size"][0]) / issue.painted.pages[-1].box.width
    (left, top, right, bottom), line = answer["mark"], answer["line"]
    assert abs((line[0] - left) - 3 * scale) < 4 * scale and abs((right - line[2]) - 3 * scale) < 4 * scale + size
    assert top < (line[1] + line[3]) / 2 < bottom
    assert answer["pressed"].lower() in ("text", "tspan"), "the mark is no bar to the hand"
