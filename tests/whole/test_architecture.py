"""Imports go one way, and what is heavy is imported late."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from product_code import ModuleCode, modules

ROOT = Path(__file__).resolve().parents[2]

#: Which package may import from which, and nothing else. `""` is the public API, which hands out what it is asked for.
EDGES: dict[str, set[str]] = {
    "core": set(),
    "fonts": {"core"},
    "model": {"core"},
    "office": {"core"},
    "pictures": {"core"},
    "files": {"core", "pictures"},
    "storage": {"core", "files"},
    "source": {"core", "files", "model", "pictures"},
    "house": {"core", "files", "fonts", "model", "source"},
    "proofread": {"core", "files", "house", "model", "source"},
    "diagnostics": {"core", "files", "house", "pictures", "proofread", "source"},
    "rendering": {"core", "files", "house", "model"},
    "typeset": {"core", "fonts", "house", "model", "pictures"},
    "paint": {"core", "fonts", "house", "model", "typeset"},
    "output": {"core", "files", "fonts", "house", "model", "paint", "pictures", "typeset"},
    "output.css": {"core", "files", "fonts", "house", "model", "output", "pictures", "rendering", "typeset"},
    "output.docx": {"core", "files", "fonts", "house", "model", "output", "pictures", "typeset"},
    "output.ofd": {"files", "fonts", "house", "output", "paint", "pictures"},
    "output.pdf": {"core", "files", "house", "output", "paint", "pictures", "typeset"},
    "output.screen": {"files", "model", "output", "paint"},
    "press": {"core", "files", "fonts", "house", "model", "output", "output.pdf", "paint", "rendering", "typeset"},
    "preflight": {"core", "house", "output.pdf", "press", "storage"},
    "prove": {"core", "diagnostics", "files", "fonts", "house", "model", "typeset"},
    "importing": {"core", "files", "fonts", "house", "model", "office", "pictures", "rendering", "source"},
    "building": {
        "core", "files", "fonts", "house", "importing", "model", "office", "output", "output.css", "output.docx", "output.ofd",
        "output.pdf", "output.screen", "paint", "pictures", "preflight", "proofread", "prove", "rendering", "source", "storage",
        "typeset",
    },
    "delivery": {
        "building", "core", "files", "house", "model", "output", "output.docx", "output.pdf", "paint", "preflight", "press",
        "prove", "rendering", "storage", "typeset",
    },
    "scaling": {"building", "core", "files", "storage"},
    "dissect": {
        "building", "core", "model", "output", "output.docx", "output.ofd", "output.pdf", "output.screen", "paint", "typeset",
    },
    "desk": {
        "building", "core", "delivery", "diagnostics", "files", "house", "importing", "model", "output", "output.screen", "paint",
        "source", "storage", "typeset",
    },
    "cli": {
        "building", "core", "delivery", "desk", "diagnostics", "dissect", "files", "fonts", "house", "importing", "model",
        "paint", "proofread", "prove", "scaling", "source", "storage", "typeset",
    },
}  # fmt: skip
HEAVY = {
    "weasyprint", "docx", "lxml", "fontTools", "PIL", "pydyf", "tinycss2", "uharfbuzz", "pypdfium2", "pypdfium2_raw", "pikepdf",
}  # fmt: skip
#: Where a heavy library may be named at the top of a module: below the writers, imported by them alone.
WRITERS = ("output/",)


def package(module: str) -> str:
    """`briefing.output.pdf.tags` → `output.pdf`. Files of the packages' own folder belong to the package: `""` for the top."""
    parts = module.split(".")[1:]
    return next((found for depth in (2, 1) if (found := ".".join(parts[:depth])) in EDGES), "")


def wrong_import(module: ModuleCode, imported: str) -> bool:
    """Whether it is of a package of which the module's own knows nothing. The public API is for those who start everything."""
    own, other = package(module.dotted), package(imported)
    if not imported.startswith("briefing.") or imported == "briefing.__version__":
        return False
    return own not in ("cli", "building") if other == "" else other != own and other not in EDGES[own]


def test_imports_go_one_way() -> None:
    top = {module.name for module in modules() if package(module.dotted) == ""}
    assert top == {"__init__.py", "__main__.py"}, "every other module belongs to a package"
    inner = (module for module in modules() if module.name not in top)
    wrong = [(module.name, imported) for module in inner for imported in module.imports if wrong_import(module, imported)]
    assert not wrong


def test_packages_have_an_order_and_no_edge_is_idle() -> None:
    list(TopologicalSorter(EDGES).static_order())  # raises where packages import each other in a circle
    used = {(package(module.dotted), package(other)) for module in modules() for other in module.imports}
    assert {(own, other) for own, others in EDGES.items() for other in others} <= used


def test_one_name_is_one_module() -> None:
    names = Counter(module.name.rpartition("/")[2] for module in modules())
    assert not [name for name, times in names.items() if times > 1 and name != "__init__.py"]


def test_one_name_is_one_class() -> None:
    found: dict[str, list[str]] = {}
    for module in modules():
        for name in module.classes:
            found.setdefault(name, []).append(module.name)
    assert not {called: names for called, names in found.items() if len(names) > 1}


def test_parts_of_the_model_come_from_where_they_are_made() -> None:
    """No module hands on what another of the model made."""
    model = [(module, imported) for module in modules() for imported in module.at_top if imported.startswith("briefing.model.")]
    second_hand = {f"{module.dotted}.{imported.rpartition('.')[2]}" for module, imported in model}
    assert not [(module.name, imported) for module in modules() for imported in module.imports if imported in second_hand]


def test_heavy_libraries_are_imported_late() -> None:
    heavy = {module.name: {name.split(".")[0] for name in module.at_top} & HEAVY for module in modules()}
    assert not {name: found for name, found in heavy.items() if found and not name.startswith(WRITERS)}


def test_modules_stay_small() -> None:
    """One idea a file. Whoever needs more room has two ideas."""
    assert not {module.name: module.lines for module in modules() if module.lines > 400}


def test_only_the_command_line_prints_or_exits() -> None:
    speaking = {"print", "input", "exit", "quit", "sys.exit"}
    silent = (module for module in modules() if package(module.dotted) != "cli" and module.name != "__main__.py")
    found = [(module.name, call.line, call.called) for module in silent for call in module.calls if not call.as_main]
    assert not [place for place in found if place[2] in speaking]


@pytest.mark.parametrize("arguments", [["--help"], ["check", "2022-17"], ["houses"], ["explain"]], ids=" ".join)
def test_light_commands_import_no_engine(arguments: list[str]) -> None:
    code = (
        "import sys; from briefing.cli import main; code = main(sys.argv[1:]);"
        "heavy = {m.split('.')[0] for m in sys.modules} & "
        f"{HEAVY!r}; assert not heavy, heavy; sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_no_module_reads_the_clock() -> None:
    """The same sources give the same bytes whenever they are built; only `briefing new` proposes today's date, and of a delivery
    that is overdue today those speak who hand it over."""
    clocks = (".now", ".today", ".utcnow", "time.time")
    asking = ("cli/new.py", "cli/press.py", "desk/outgoing_routes.py")
    others = (module for module in modules() if module.name not in asking)
    assert not [(module.name, call.line) for module in others for call in module.calls if call.called.endswith(clocks)]
