"""`briefing import … --back`: what was changed in a finished DOCX goes back into the sources, all of it or nothing."""

from __future__ import annotations

from pathlib import Path

from briefing.building import issue_names
from briefing.building import plan as planning
from briefing.building.own_pictures import with_own_pictures
from briefing.cli import output
from briefing.core.errors import ExitCode, exit_code
from briefing.files.world import MAX_YAML, Root
from briefing.importing import kept, listing
from briefing.importing.bring_back import ParagraphChange, Return, returned
from briefing.importing.session import Source
from briefing.storage import source_files

#: Characters shown of a paragraph around the first that differs.
_SHOWN = 40


def give_back(file: str, source: Source, folder: Path, force: bool) -> int:
    """Show the changes and write them. Sources that were changed after the outputs were made are written over only with
    `force`: the DOCX does not have those changes."""
    restored = with_own_pictures(kept.restore(source, folder.name), folder)
    found = returned(folder, restored, source.flow.file)
    told = [*restored.findings, *found.findings]
    output.report(told, {}, folder)
    for name, changes in found.changes.items():
        for change in changes:
            for line in _shown(name, change):
                output.say(line)
    code = exit_code(told)
    if not found.files:
        output.say(f"{folder.name}：稿件与 {file} 相同，没有要写回的")
        return code
    newer = [name for name in found.changes if name not in found.added and _newer(folder, name)]
    if newer and not force:
        output.note(
            f"{'、'.join(newer)} 在成品做好以后可能改过，写回会盖掉那些改动，所以没有写。核对上面各处以后，加 --force 写回。"
        )
        return max(code, ExitCode.FINDINGS)
    _write(folder, found)
    output.say(f"{folder.name}：写回 {'、'.join(found.files)}，{sum(map(len, found.changes.values()))} 处")
    return code


def _newer(folder: Path, name: str) -> bool:
    """Whether a report is not the one that the outputs were made from, as far as is known."""
    plan = planning.plan(folder, "build")
    return plan.previous is None or plan.previous.sources.get(name) != plan.sources.get(name)


def _write(folder: Path, found: Return) -> None:
    files = dict(found.files)
    if found.added:
        settings = Root(folder).bytes(issue_names.ISSUE_FILE, MAX_YAML)
        listed = listing.enlisted(settings.decode("utf-8", "surrogateescape"), found.added)
        if listed is not None:
            files[issue_names.ISSUE_FILE] = listed.encode("utf-8", "surrogateescape")
        else:
            output.note(f"请在 {issue_names.ISSUE_FILE} 里把 {'、'.join(found.added)} 列入栏目。")
    source_files.place(folder, files, over=files)


def _shown(name: str, change: ParagraphChange) -> list[str]:
    before, after = (" ".join(text.split()) for text in (change.before, change.after))
    same = next(
        (n for n, (one, other) in enumerate(zip(before, after, strict=False)) if one != other), min(len(before), len(after))
    )
    start = max(0, same - _SHOWN // 4)
    return [
        f"{name}: {sign} {'…' if start else ''}{text[start : start + _SHOWN]}{'…' if len(text) > start + _SHOWN else ''}"
        for sign, text in (("-", before), ("+", after))
        if text
    ]
