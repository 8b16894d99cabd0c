"""A DOCX shows pictures of some kinds as PNG or JPEG: those that come back as they went out are the issue's own files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from briefing.building import stages
from briefing.core.errors import BriefingError
from briefing.files.world import World
from briefing.importing.kept import Folder
from briefing.model import walk
from briefing.model.blocks import Beside, Block, Container, Figure
from briefing.model.bulletin import Article

#: What `SoundPicture.name` puts behind the name of such a file.
_ADDED = (".png", ".jpg")


def with_own_pictures(restored: Folder, folder: Path) -> Folder:
    """`restored` with the names of the issue's files where its pictures are what the DOCX of this issue shows of them."""
    world = World(folder)
    figures = {figure.path for figure in walk.figures(restored.articles)}
    candidates = {path: path.rpartition(".")[0] for path in figures if path.endswith(_ADDED)}
    known = {path: own for path, own in candidates.items() if world.issue.exists(own) and path in restored.files}
    if not known:
        return restored
    try:
        drawings = stages.compose(stages.read(folder, world)).drawings
        same = {
            path: own
            for path, own in known.items()
            if restored.files[path] == (drawings[own].picture if own in drawings else world.issue.picture(own)).data
        }
    except BriefingError:  # an issue that has no pages has no drawings either
        return restored
    articles = [_renamed(article, same) for article in restored.articles]
    files = {path: data for path, data in restored.files.items() if path not in same}
    return replace(restored, articles=articles, files=files)


def _renamed(article: Article, names: Mapping[str, str]) -> Article:
    return replace(article, blocks=tuple(_block(block, names) for block in article.blocks))


def _block(block: Block, names: Mapping[str, str]) -> Block:
    if isinstance(block, Figure):
        return _figure(block, names)
    if isinstance(block, Beside):
        return replace(block, figures=tuple(_figure(figure, names) for figure in block.figures))
    if isinstance(block, Container):
        return replace(block, blocks=tuple(_block(inner, names) for inner in block.blocks))
    return block


def _figure(figure: Figure, names: Mapping[str, str]) -> Figure:
    return replace(figure, path=names.get(figure.path, figure.path))
