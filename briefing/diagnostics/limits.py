"""The numbers that the manual quotes, from where they are kept to: `{{表格列数}}` in codes.md is `numbers()["表格列数"]`."""

from __future__ import annotations


def numbers() -> dict[str, str]:
    """What a place in the manual says → the number as it is read, with commas for thousands."""
    from briefing.core import bounds
    from briefing.files import rooted
    from briefing.house import load
    from briefing.pictures import picture
    from briefing.source import markdown, table_blocks, yaml_tree

    found: dict[str, float] = {
        "稿件MB": rooted.MAX_MARKDOWN / bounds.MB, "图片MB": rooted.MAX_PICTURE / bounds.MB,
        "矢量图MB": bounds.SVG_BYTES / bounds.MB,
        "文件夹文件": rooted.MAX_ENTRIES, "本期文件": rooted.MAX_FILES,
        "YAML层": yaml_tree.MAX_DEPTH, "YAML项": yaml_tree.MAX_NODES, "版式层": load.MAX_CHAIN,
        "稿件行": markdown.MAX_LINES, "稿件问题": markdown.MAX_FINDINGS,
        "标题级": markdown.MAX_HEADING, "列表层": markdown.MAX_LIST_DEPTH,
        "稿件段字": bounds.MARKDOWN_PARAGRAPH, "段字": bounds.PARAGRAPH_CHARACTERS,
        "表格列": table_blocks.MAX_COLUMNS, "表格行": table_blocks.MAX_ROWS, "表格格": bounds.TABLE_CELLS,
        "本期格": bounds.ISSUE_CELLS, "本期二维码": bounds.ISSUE_CODES,
        "本期段": bounds.ISSUE_BLOCKS, "本期页": bounds.ISSUE_PAGES, "报头行": bounds.MASTHEAD_BLOCKS,
        "图片窄": table_blocks.NARROWEST, "图片宽": table_blocks.WIDEST,
        "图片像素万": picture.MAX_PIXELS / 10_000, "图片比": picture.MAX_RATIO,
        "模板步": bounds.TEMPLATE_STEPS, "份号": bounds.PRESS_NUMBERS, "偏差毫米": bounds.PROOF_TOLERANCE,
        "导入MB": bounds.IMPORT_TOTAL / bounds.MB, "导入正文MB": bounds.IMPORT_XML / bounds.MB, "导入部分": bounds.IMPORT_PARTS,
        "导入标记": bounds.IMPORT_ELEMENTS, "导入段": bounds.IMPORT_PARAGRAPHS, "导入字": bounds.IMPORT_CHARACTERS,
        "导入图片": bounds.IMPORT_PICTURES, "包MB": bounds.PACKAGE_BYTES / bounds.MB,
        "封装MB": bounds.PACKAGE_ENCAPSULATED / bounds.MB,
    }  # fmt: skip
    return {name: f"{round(number, 6):,g}" if number < 1_000 else f"{number:,.0f}" for name, number in found.items()}
