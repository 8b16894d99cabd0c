"""`<div class="css">` of a rendered page → CssBlock: any HTML that stands still."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from briefing.core.errors import Span
from briefing.model.sheet import CssBlock, Run
from briefing.rendering.xhtml import Element

#: Size in pixels of the picture at a path of the issue; raises InputError at the span.
Pixels = Callable[[str, Span | None], tuple[int, int]]
#: Tells what is wrong with an element, and what to do.
Fault = Callable[[Element, str, str], None]

#: How a block calls the pictures of the issue.
PICTURE_URL = "picture:"
#: What is of no use on paper, what says nothing, what has no end tag.
_LIVE = frozenset(
    (
        "script", "iframe", "object", "embed", "link", "base", "meta", "video", "audio", "canvas", "form", "input", "button",
        "template", "image", "foreignObject", "animate", "set",
    )
)  # fmt: skip
_SILENT = frozenset(("style", "title", "desc"))
_EMPTY = frozenset(("br", "hr", "img", "wbr", "col"))


def css_block(element: Element, source_of: Callable[[Element], Span | None], pixels: Pixels, fault: Fault) -> CssBlock:
    """`source_of`: where the words of an element come from, as it says itself."""
    pictures: list[str] = []
    words: list[Run] = []

    def written(owner: Element, source: Span | None) -> str:
        if owner.tag in _LIVE:
            fault(owner, f"CSS 块里不能用 <{owner.tag}>", "纸上用不着它；样式写在 <style> 里，图片用 <img/>。")
        source = source_of(owner) or source
        attributes = {name: value for name, value in owner.attributes.items() if name not in ("data-src", "data-target")}
        if owner.tag == "img":
            path = attributes.get("src", "")
            pixels(path, source or owner.place)
            if path.lower().endswith(".svg"):
                fault(owner, "CSS 块里的图片要用 PNG、JPEG 这样的", "矢量图请写成 <svg>，或在块外面单独用 <img/> 排。")
            pictures.append(path)
            attributes["src"] = f"{PICTURE_URL}{path}"
        inner = []
        for child in owner.children:
            if isinstance(child, Element):
                inner.append(written(child, source))
                continue
            inner.append(child if owner.tag == "style" else escape(child, quote=False))
            if owner.tag not in _SILENT and child.strip():
                words.append(Run(child, "", source))
        opened = owner.tag + "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
        return f"<{opened}/>" if owner.tag in _EMPTY and not inner else f"<{opened}>{''.join(inner)}</{owner.tag}>"

    markup = written(element, None)
    return CssBlock(markup, tuple(words), tuple(pictures), element.place, element.attributes.get("aria-label", ""))
