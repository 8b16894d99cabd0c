"""What became of issues as a JUnit report, which CI services show as a table of tests: an issue a test case."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree

from briefing.core.errors import Diagnostic, Severity
from briefing.core.terminal import visible
from briefing.diagnostics.issue_findings import IssueFindings, Locate


def to_junit(issues: Sequence[IssueFindings], suite: str) -> str:
    """`suite` names the work. Errors, and that nothing was made, are failures; warnings and notes stand in the case's output."""
    bad = [issue for issue in issues if issue.failed or any(item.severity is Severity.ERROR for item in issue.diagnostics)]
    counts = {"tests": str(len(issues)), "failures": str(len(bad)), "errors": "0", "skipped": "0"}
    root = ElementTree.Element("testsuites", counts)
    cases = ElementTree.SubElement(root, "testsuite", {"name": suite, **counts})
    for issue in issues:
        case = ElementTree.SubElement(cases, "testcase", {"classname": suite, "name": _clean(issue.name)})
        errors = [item for item in issue.diagnostics if item.severity is Severity.ERROR]
        if errors or issue.failed:
            first = errors[0].message if errors else "没有做成"
            failure = ElementTree.SubElement(
                case, "failure", {"type": errors[0].code if errors else "", "message": _clean(first)}
            )
            failure.text = "\n".join(_line(item, issue.locate) for item in errors)
        if others := [item for item in issue.diagnostics if item.severity is not Severity.ERROR]:
            ElementTree.SubElement(case, "system-out").text = "\n".join(_line(item, issue.locate) for item in others)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, "unicode")


def _line(item: Diagnostic, locate: Locate) -> str:
    place = f"{locate(item.span.file)}:{item.span.line}:{item.span.column}: " if item.span else ""
    return _clean(f"{place}{item.message}。{item.hint}" if item.hint else f"{place}{item.message}")


def _clean(text: str) -> str:
    """What XML can hold."""
    return visible(text).encode("utf-8", "backslashreplace").decode()
