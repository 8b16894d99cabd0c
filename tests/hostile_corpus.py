"""The named corpus of hostile inputs: what each is, which command meets it, and what must come of it.

Made here rather than kept as files: most are large, and how they were made says what kind they stand for. The kinds that a
person can read lie in `tests/hostile/`, as folders.
"""

from __future__ import annotations

from hostile_css import CSS
from hostile_imports import IMPORTS
from hostile_markdown import MARKDOWN
from hostile_running import Case
from hostile_templates import TEMPLATES
from hostile_world import WORLD
from hostile_yaml import YAML

CASES: tuple[Case, ...] = (*YAML, *MARKDOWN, *TEMPLATES, *CSS, *IMPORTS, *WORLD)


if __name__ == "__main__":  # a glance while working: python tests/hostile_corpus.py WORD …
    import sys

    from hostile_running import faults, run

    for case in CASES:
        if not sys.argv[1:] or any(word in case.title for word in sys.argv[1:]):
            ran = run(case)
            wrong = faults(case, ran)
            print(f"{ran.seconds:6.1f} s {ran.megabytes:6.0f} MB  {case.title}  {'; '.join(wrong) or 'ok'}", flush=True)
            if "-v" in sys.argv:
                print(ran.said[-3000:])
