"""New reports in the list that issue.yaml has, the rest of the file to the letter as it was. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.core.errors import InputError, Span
from briefing.source import yaml_tree

_NAME = "issue.yaml"


def enlisted(text: str, names: Sequence[str]) -> str | None:
    """`text` with the reports `names` at the end of its list of reports. As it is, where it lists none and so takes in
    all; None where an editor must say which section they belong to, or the list is written in an unusual way."""
    reports = _reports(text)
    if reports is None or not names:
        return text
    if not isinstance(reports, yaml_tree.Sequence) or not reports.items:
        return None
    last = reports.items[-1]
    if not isinstance(last, yaml_tree.Scalar):
        return None
    lines = text.split("\n")
    line, start = lines[last.span.line - 1], last.span.column - 1
    end = start + len(last.text)
    if line[:start].strip(" \"'") == "-":
        ending = "\r" if line.endswith("\r") else ""
        dash = line[: line.index("-")]
        lines[last.span.line : last.span.line] = [f"{dash}- {name}{ending}" for name in names]
    else:
        end += line[end : end + 1] in ('"', "'")
        lines[last.span.line - 1] = line[:end] + "".join(f", {name}" for name in names) + line[end:]
    changed = "\n".join(lines)
    return changed if _names(changed) == [*_names(text), *names] else None


def _reports(text: str) -> yaml_tree.Node | None:
    """The list of reports; None where issue.yaml has none."""
    try:
        top = yaml_tree.load(text, _NAME)
    except InputError:
        return yaml_tree.Scalar("", Span(_NAME, 1, 1))
    sections = top.get("sections")
    if not isinstance(sections, yaml_tree.Sequence):
        return top.get("reports")
    if len(sections.items) > 1:
        return sections  # a list of mappings: nobody can tell which section is meant
    only = sections.items[0] if sections.items else None
    return only.get("reports") if isinstance(only, yaml_tree.Mapping) else None


def _names(text: str) -> list[str]:
    found = _reports(text)
    items = found.items if isinstance(found, yaml_tree.Sequence) else ()
    return [item.text for item in items if isinstance(item, yaml_tree.Scalar)]
