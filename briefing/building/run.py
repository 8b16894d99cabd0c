"""One issue from folder to files."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.building import ancestry, children, reasons, stylesheets
from briefing.building import plan as planning
from briefing.building.ancestry import Surroundings
from briefing.building.output_formats import FORMATS, PAGES
from briefing.building.plan import Plan, place
from briefing.building.writers import Writers, for_writing, harfbuzz, write_pages
from briefing.core import bounds, decode
from briefing.core.errors import (
    BriefingError,
    Diagnostic,
    ExitCode,
    InputError,
    InternalError,
    OutputError,
    Severity,
    Span,
    during,
    of_the_system,
)
from briefing.core.records import dataclass
from briefing.files.world import World
from briefing.storage import commit, disk, manifest, standing

if TYPE_CHECKING:
    from briefing.building.stages import Read
    from briefing.building.writers import Typescript
    from briefing.paint.marks import Painted
    from briefing.prove import DocxProof
    from briefing.typeset.composed import Composed, SetBlock
    from briefing.typeset.remembered import Remembered

#: Issues after which a process looks for what only cycles keep alive; each leaves a thousand objects of that kind.
_UNCOLLECTED = 20
_ANEW = "要看新的成品，请再运行一次 briefing prove，加上 --report。"


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did. `changed` False: everything stood as it should and nothing was touched."""

    name: str
    files: tuple[str, ...]  # paths of the outputs, the manifest last
    pages: int
    changed: bool
    diagnostics: tuple[Diagnostic, ...] = ()  # warnings and notes
    sources: dict[str, str] | None = field(default=None, repr=False)  # text of the files that diagnostics point into
    kept: tuple[str, ...] = ()  # names under which outputs that somebody edited were kept
    reasons: tuple[str, ...] = ()  # why it was made (Chinese)


@dataclass(frozen=True, slots=True)
class FailedIssue:
    """An issue that could not be built, as plain data: it crosses process borders, which exceptions do not survive."""

    name: str
    diagnostics: tuple[Diagnostic, ...]
    exit_code: ExitCode
    sources: dict[str, str]
    crash: str = ""  # traceback of what should not have happened

    @classmethod
    def of(cls, name: str, error: BriefingError, sources: dict[str, str]) -> FailedIssue:
        return cls(name, error.diagnostics, error.exit_code, sources)


def build_issue(
    issue: str | os.PathLike[str],
    output: str | os.PathLike[str] = "build",
    formats: Sequence[str] = FORMATS,
    *,
    force: bool = False,
) -> Built:
    """Make one issue's outputs in `<output>/<issue>/`. Raises a BriefingError; the old files then stand untouched."""
    from briefing.building.issue_names import locate

    with BuildSession() as session:
        return session.build(locate(issue), output, tuple(formats), force=force)


def unchanged(source: Path, folder: Path, formats: tuple[str, ...], surroundings: Surroundings) -> Built | None:
    """What stands in `folder`, where it is as a build would leave it; None also where that cannot be told. `surroundings`: see
    `trace`."""
    try:
        commit.recover(folder)
        plan = planning.planned(source, folder, formats, surroundings)
    except (BriefingError, OSError):
        return None
    return _standing(plan) if plan.up_to_date else None


@dataclass(frozen=True, slots=True)
class Worked:
    """What a build had in hand when it put the outputs in place: the sources as it read them, and the pages."""

    world: World
    read: Read
    composed: Composed
    painted: Painted


class BuildSession:
    """Builds issues one after the other; what was loaded for one stays for the next. `worked`: of the last issue that was set;
    `beside`: whether an issue may have two processors. From its first issue until it is left the collector is off."""

    def __init__(self, beside: bool = True) -> None:
        self.worked: Worked | None = None
        self._uncollected = 0
        self._writers = Writers(beside)
        self._remembered: Remembered | None = None

    def __enter__(self) -> BuildSession:
        return self

    def __exit__(self, *_: object) -> None:
        self._writers.close()
        gc.enable()

    def build(self, source: Path, output: str | os.PathLike[str], formats: tuple[str, ...], *, force: bool = False) -> Built:
        found: dict[str, str] = {}
        return self._build(source, output, formats, force, found)

    def attempt(
        self, source: Path, output: str | os.PathLike[str], formats: tuple[str, ...], *, force: bool = False
    ) -> Built | FailedIssue:
        """As `build`, but what goes wrong is the result."""
        found: dict[str, str] = {}
        try:
            return self._build(source, output, formats, force, found)
        except BriefingError as error:
            return FailedIssue.of(source.name, error, found)
        except Exception as error:
            import traceback

            from briefing.building import incident

            work = f"制作 {source.name} "
            if refused := of_the_system(error, work):
                return FailedIssue.of(source.name, refused, found)
            told = incident.finding(error, work)
            return FailedIssue(source.name, (told,), ExitCode.BUG, found, traceback.format_exc())

    def _build(
        self,
        source: Path,
        output: str | os.PathLike[str],
        formats: tuple[str, ...],
        force: bool,
        texts: dict[str, str],
    ) -> Built:
        folder = place(source, output)
        commit.watch(folder)
        commit.recover(folder)
        plan = planning.plan(source, output, formats)
        if plan.up_to_date and not force:
            return _standing(plan)
        blocked = commit.obstacle(folder)
        if blocked is not None:
            raise OutputError(blocked)
        why = tuple(reasons.reasons(plan, force))
        # A build allocates much and frees little until its end, when most of it is gone: collecting costs 11–27 %. After it, all
        # that the next one wants would be looked over, too.
        gc.disable()
        return replace(self._make(plan, texts), reasons=why)

    def _make(self, plan: Plan, texts: dict[str, str]) -> Built:
        self.worked = None
        self._uncollected += 1
        if self._uncollected > _UNCOLLECTED:
            gc.collect(0)  # nothing is young now but what these issues left
            bounds.give_back()
            self._uncollected = 0
        world = World(plan.source)
        try:
            from briefing.building import output_proof, stages
            from briefing.building.used_faces import used_faces
            from briefing.paint import paint
            from briefing.prove import conclude, expect
            from briefing.typeset.remembered import Remembered

            if self._remembered is None:
                self._remembered = Remembered()
            source = stages.read(plan.source, world)
            plan = plan.in_houses(source.house.chain)
            laid_out = bool(PAGES & set(plan.formats))
            styled = self._writers.styled_engine() if laid_out and source.house.styled else None
            composed = stages.compose(source, self._remembered)
            metrics = source.fonts()
            expected = expect(composed.sheet, composed.house, world.issue, composed.drawings)
            outputs: dict[str, bytes] = {}
            versions = ancestry.versions()
            typescript: Typescript | None = None
            try:
                if styled is not None:
                    styled.send((for_writing(composed), world), stylesheets.allowance(composed))
                if "docx" in plan.formats:
                    typescript = self._writers.typescript(composed, metrics, expected, world)
                if laid_out:
                    painted = paint(composed, metrics)
                    versions |= harfbuzz()
                    outputs |= write_pages(painted, world, (PAGES & set(plan.formats) | {"pdf"}) - ({"pdf"} if styled else set()))
                fonts = used_faces(composed, metrics)
                if styled is not None:
                    outputs["pdf"], libraries = styled.receive()
                    versions |= libraries
                size = sum(map(len, world.issue.sources.values()))
                from briefing.prove.pages_proof import prove_pages  # where there is no other process to wait for it

                with during("核对成品"), bounds.bounded("核对成品", 2 * bounds.seconds_for(size)):
                    pages = prove_pages(expected, metrics, outputs)
                docx: DocxProof | None = None
                if typescript is not None:
                    outputs["docx"], docx = typescript.receive()
                proof = output_proof.ensured(conclude(pages, docx))
            except BaseException as error:
                self._writers.close()  # an answer that is still to come would be taken for the next issue's
                if not isinstance(error, InternalError | children.ChildCrash | bounds.Exhausted):
                    raise
                if styled is not None:
                    self._blame_css(composed, world, lambda data: not output_proof.prove(expected, metrics, data).errors)
                if isinstance(error, bounds.Exhausted):
                    raise error.at(_largest(composed)) from None
                raise
            finally:
                metrics.part()
                if typescript is not None:
                    typescript.close()
        finally:
            texts |= world.sources
        _refuse_other_sources(plan, world)
        files = {f"{plan.name}.{format}": outputs[format] for format in plan.formats}
        files = still_valid(plan) | files
        made = manifest.Manifest(
            issue=plan.name,
            title=composed.sheet.properties.get("title", ""),
            house=composed.house.name,
            pages=len(composed.pages),
            key=plan.key,
            files=manifest.listed(files),
            fonts=fonts,
            versions=_versions(versions, plan),
            sources=plan.sources,
            houses=plan.now.houses,
            inputs=plan.now.inputs,
            proof=proof.summary(),
            remarks=source.findings.items,
        )
        files[manifest.FILE] = made.after(plan.previous).encoded()
        old = planning.outdated_report(plan)
        kept = commit.commit(plan.folder, files, old)
        reasons.keep(plan)
        if laid_out:
            self.worked = Worked(world, source, composed, painted)
        dropped = [
            Diagnostic("prove-outdated", f"{name} 核对的是上一次的成品，已删去", hint=_ANEW, severity=Severity.NOTE)
            for name in old
        ]
        told = (*source.findings.items, *dropped, *_damage(plan), *standing.remarks())
        return _built(plan, len(composed.pages), True, told, dict(texts), kept)

    def _blame_css(self, composed: Composed, world: World, proved: Callable[[bytes], bool]) -> None:
        """Raise InputError if it is a style sheet of the house's own that makes the PDF wrong, or endless."""
        from briefing.output.css.whole_pdf import house_css

        found = stylesheets.find(house_css(composed.house, world), composed, world, proved, spoilt=True)
        if found is not None:
            raise InputError(found)


def _largest(composed: Composed) -> Span | None:
    """Where most of the text is, for a reader who has to look somewhere."""
    from briefing.typeset.composed import SetTable, set_paragraphs

    def length(block: SetBlock) -> int:
        each = 20 if isinstance(block, SetTable) else 0  # of a table the lines of its cells take time, too
        return sum(each + len(paragraph.text) for paragraph in set_paragraphs(block))

    block = max(composed.all_blocks, key=length, default=None)
    part = getattr(block, "paragraph", None) or getattr(block, "table", None)
    return getattr(part, "span", None)


def still_valid(plan: Plan) -> dict[str, bytes]:
    """Outputs of other formats, made earlier from these very sources: they still belong to the set."""
    if not plan.of_these_sources:
        return {}
    return {name: data for name, data in manifest.standing(plan.folder, plan.previous).items() if name not in plan.targets}


def _refuse_other_sources(plan: Plan, world: World) -> None:
    """The manifest names the sources by what they were when the build began; pages of others must not stand beside it."""
    read, unlisted = world.issue.digests, plan.now.unlisted  # a name that is not listed may lie behind a link
    other = [name for name, digest in read.items() if plan.sources.get(name, "" if unlisted else digest) != digest]
    of_house = {f"templates/{name}": digest for name, digest in world.templates.digests.items()}
    other += [name for name, digest in of_house.items() if plan.now.inputs.get(name, digest) != digest]
    if other:
        message = f"稿件或版式在制作期间改动过，或一时读不出来：{'、'.join(other)}"
        raise InputError(Diagnostic("source-changed", message, hint="请再运行一次。"))


def _damage(plan: Plan) -> Iterator[Diagnostic]:
    if plan.damage:
        message = f"原来的清单 {commit.shown(plan.folder / manifest.FILE)} 不能用（{plan.damage}），已经重新制作"
        hint = "清单由程序自己写，请不要改它。印刷、归档等另外的成品需要时请再做一次。"
        yield Diagnostic("manifest-damaged", message, hint=hint, severity=Severity.NOTE)


def _versions(versions: dict[str, str], plan: Plan) -> dict[str, str]:
    import briefing

    earlier = plan.previous.versions if plan.previous and plan.of_these_sources else {}
    return {"briefing": briefing.__version__, **earlier, **versions}


def _standing(plan: Plan) -> Built:
    """What is up to date, with what was to be said of its sources when it was made."""
    if plan.previous is None:
        return _built(plan, 0, changed=False)
    said = tuple(plan.previous.remarks)
    texts = {name: text for name in {item.span.file for item in said if item.span} if (text := _source(plan, name)) is not None}
    return _built(plan, plan.previous.pages, False, said, texts)


def _source(plan: Plan, name: str) -> str | None:
    """Text of a file of the issue, which is as it was when the issue was made; None for other files."""
    data = disk.standing(plan.source / name) if name in plan.sources else None
    return None if data is None else decode.decode(data, name)[0]


def _built(
    plan: Plan,
    pages: int,
    changed: bool,
    diagnostics: tuple[Diagnostic, ...] = (),
    sources: dict[str, str] | None = None,
    kept: tuple[str, ...] = (),
) -> Built:
    where = commit.shown(plan.folder)
    files = tuple(os.path.join(where, name) for name in (*plan.targets, manifest.FILE))
    return Built(plan.name, files, pages, changed, diagnostics, sources, kept)
