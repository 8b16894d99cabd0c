"""The command line: the only package that prints, asks or exits. Each command is a module, imported when it is called.

app         the group, its commands by name, exit codes and what is said for an error
chinese     click's own words, in Chinese; commands that show examples
output      where lines go, colours, the progress line
"""

from __future__ import annotations

from briefing.cli.app import main

__all__ = ["main"]
