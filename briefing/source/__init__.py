"""Reading: a folder of YAML and Markdown to the model. PyYAML and markdown-it are imported when a file is
read, not before."""

from briefing.source.issue import Defaults, load_issue

__all__ = ["Defaults", "load_issue"]
