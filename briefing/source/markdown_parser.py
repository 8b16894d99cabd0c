"""markdown-it-py set up for reports: Chinese-friendly emphasis, tables, footnotes, and the place of every
inline token.

markdown-it gives blocks their lines and inline tokens nothing. Here every inline token carries
`meta["at"]`, the offset in the block's content of the first character it stands for; `briefing.source.offsets`
turns offsets into lines and columns.

Links, pictures and HTML are recognised, so that the reader can take or refuse them at their place. Link
reference definitions, underlined headings and indented code are switched off: in an office's text they are
accidents that lose words.

Imported only when a report is read.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from functools import lru_cache
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_cjk_friendly import cjk_friendly
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_ref

from briefing.core import bounds
from briefing.core.pattern import Pattern
from briefing.source import script_marks

#: One paragraph over 16 printed pages is a mistake; the limit also bounds the parser's quadratic corners.
MAX_PARAGRAPH = bounds.MARKDOWN_PARAGRAPH

#: ![alt](path "caption"){width=80mm}; curly quotes, as Chinese input methods type them, will do.
_PICTURE = Pattern(
    r"!\[(?P<alt>[^\[\]\n]{0,300})\]"
    r"\([ \t]*(?:<(?P<angle>[^<>\n]*)>|(?P<path>[^\s()<>\"“”]*))"
    r"(?:[ \t]+(?:\"(?P<title>[^\"\n]*)\"|“(?P<curly>[^”\n]*)”))?[ \t]*\)"
    r"(?:\{(?P<options>[^{}\n]*)\})?"
)
#: [^name]. The plugin's own rule looks for the ] as far as the paragraph's end, for each [^ again.
_NOTE_REF = Pattern(r"\[\^[^ \n\]]{1,100}\]")
_LINK = Pattern(r"\[[^\[\]\n]{0,300}\]\([^()\n]{0,2000}\)")


class PositionedState(StateInline):
    """Notes where pending text began and where each token was pushed: `places[i]` is the offset of
    `tokens[i]`."""

    def __init__(self, src: str, md: MarkdownIt, env: MutableMapping[str, object], tokens: list[Token]) -> None:
        self._pending = ""
        self._pending_at = 0
        self.places: list[int] = []
        super().__init__(src, md, env, tokens)

    # Rules append to `pending` while `pos` still stands on the character: the first append tells the offset.
    @property
    def pending(self) -> str:
        return self._pending

    @pending.setter
    def pending(self, value: str) -> None:
        if value and not self._pending:
            self._pending_at = self.pos
        self._pending = value

    def pushPending(self) -> Token:
        self.places.append(self._pending_at)
        return super().pushPending()

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        token = super().push(ttype, tag, nesting)  # flushes pending text first
        self.places.append(self.pos)
        return token


class PositionedInline(ParserInline):
    """Gives tokens their places, marks emphasis that found no partner, refuses paragraphs beyond the
    limit."""

    def parse(self, src: str, md: MarkdownIt, env: MutableMapping[str, object], tokens: list[Token]) -> list[Token]:
        if len(src) > MAX_PARAGRAPH:
            tokens.append(Token("too_long", "", 0, meta={"at": 0}))
            return tokens
        state = PositionedState(src, md, env, tokens)
        self.tokenize(state)
        active = {item.token for item in state.delimiters if item.open or item.close}
        for rule in self.ruler2.getRules(""):
            rule(state)
        self._separate_runs(state)
        for index, (token, at) in enumerate(zip(state.tokens, state.places, strict=True)):
            token.meta["at"] = at
            if token.type == "text" and token.content == "*" and index in active:
                token.meta["unmatched"] = True
        return state.tokens

    @staticmethod
    def _separate_runs(state: PositionedState) -> None:
        """The markers of one run (***) were all pushed while `pos` stood on its first."""
        start = shift = -1
        for delimiter in state.delimiters:
            at = state.places[delimiter.token]
            shift = shift + 1 if at == start else 0
            start = at
            state.places[delimiter.token] = at + shift


def _picture(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "!":
        return False
    match = _PICTURE.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        token = state.push("picture", "", 0)
        title = "title" if match["title"] is not None else "curly"
        token.content = match["alt"]
        token.meta.update(
            path=match["angle"] if match["angle"] is not None else match["path"],
            caption=match[title] or "",
            caption_at=match.start(title),
            options=match["options"] or "",
        )
    state.pos = match.end()
    return True


def _link(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "[" or state.src[max(0, state.pos - 1)] == "!":  # a picture gone wrong
        return False
    match = _LINK.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        state.push("refused_link", "", 0)
    state.pos = match.end()
    return True


def _script(state: StateInline, silent: bool) -> bool:
    found = script_marks.script_at(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        token = state.push("script", "", 0)
        token.content, token.info = found
    state.pos += len(found[0]) + 2
    return True


def _note_ref(state: StateInline, silent: bool) -> bool:
    return bool(_NOTE_REF.match(state.src, state.pos)) and footnote_ref(state, silent, always_match=True)


def _container(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The lines of a container that `briefing.source.fences` has found: `env["fences"]`, by their first line."""
    fence = state.env.get("fences", {}).get(start)
    if fence is None or state.parentType not in ("root", "container", "paragraph", "table") or state.blkIndent:
        return False
    if silent:
        return True
    last = min(fence.end, end)
    token = state.push("container_open", "div", 1)
    token.block, token.map, token.meta = True, [start, last], {"fence": fence}
    head = state.push("inline", "", 0)
    head.content, head.map, head.children = fence.said, [start, start + 1], []
    if last > start:  # else a stray end
        parent, lines = state.parentType, state.lineMax
        state.parentType, state.lineMax = "container", last
        state.md.block.tokenize(state, start + 1, last)
        state.parentType, state.lineMax = parent, lines
    state.push("container_close", "div", -1).block = True
    state.line = last + 1
    return True


@lru_cache(maxsize=1)
def parser() -> MarkdownIt:
    """The configured parser; it keeps no state between reports."""
    md = MarkdownIt("zero")
    md.inline = PositionedInline()
    md.configure("commonmark").enable("table")
    md.use(cjk_friendly)
    md.use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True)
    md.block.ruler.before("fence", "container", _container, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    md.inline.ruler.at("footnote_ref", _note_ref)
    md.inline.ruler.before("autolink", "picture", _picture)
    md.inline.ruler.before("autolink", "refused_link", _link)
    md.inline.ruler.before("autolink", "script", _script)
    # the last two would merge tokens that stand at different places
    md.disable(["code", "lheading", "reference", "link", "image", "fragments_join", "text_join"])
    return md
