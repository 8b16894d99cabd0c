"""What was found in issues, for the services that show it beside the source: `check --format`, `build --findings`."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.cli import output
from briefing.diagnostics.issue_findings import IssueFindings

STYLES = ("sarif", "github", "gitlab", "junit")


def tell(issues: Sequence[IssueFindings], style: str, work: str) -> None:
    """On stdout, in one of STYLES. `work` names what was done (Chinese)."""
    from briefing import __version__
    from briefing.diagnostics import junit_report, machine_reports

    found = [(item, issue.locate) for issue in issues for item in issue.diagnostics]
    match style:
        case "junit":
            text = junit_report.to_junit(issues, work)
        case "sarif":
            text = machine_reports.to_sarif(found, __version__)
        case "gitlab":
            text = machine_reports.to_gitlab(found)
        case _:
            text = machine_reports.to_github(found)
    if text:
        output.data(f"{text}\n")
