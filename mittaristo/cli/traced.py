"""What the verb `trace` says of a figure, and its units as a workbook."""

import os
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from mittaristo.access import Role
from mittaristo.cli.verb import written_to
from mittaristo.figures.provenance.units import units_behind, value_of
from mittaristo.i18n.translation import Language
from mittaristo.i18n.wording import wording
from mittaristo.panels.parts.panel import Code, Heading, Panel, blocks
from mittaristo.panels.parts.view import View
from mittaristo.panels.review import figure
from mittaristo.project import Project
from mittaristo.reports.origin import Origin, cited_as, plainly
from mittaristo.reports.team.units_file import units_table, units_workbook
from mittaristo.snapshots.chain import chain_of
from mittaristo.snapshots.reading import Snapshot


def told(
    project: Project,
    snapshot: Snapshot,
    measure: str,
    role: Role,
    language: Language,
    *,
    early: bool,
) -> Iterator[str]:
    """The page of the figure's origin, line by line."""
    chain = chain_of(project, role, language, snapshot.manifest.number, early=early)
    view = View(snapshot.figures, language, role=role, measure=measure, chain=chain)
    for made in blocks(view, figure.PAGE):
        block = None if made is None else made[0]
        if isinstance(block, Heading):
            yield from (block.title, block.lead)
        elif isinstance(block, Panel):
            yield from _panel(block)
        elif isinstance(block, Code):
            yield from ("", f"{block.title}: {block.note}", block.text)
    address = os.environ.get("MITTARISTO_ADDRESS", "").rstrip("/") or project.address
    origin = Origin.of(snapshot, view).at(f"{address}/" if address else "")
    cited = figure.citation(view)
    if cited is not None:
        yield from ("", cited_as(cited.said[language], origin, link=False))
        yield origin.of_figure(measure)


def _panel(panel: Panel) -> Iterator[str]:
    """Its title, and its tables row by row."""
    yield from ("", plainly(panel.title))
    for title, table in (("", panel.table), *((one.title, one.table) for one in panel.folded)):
        if title:
            yield f"{title}:"
        for row in table.rows:
            first, *others = (plainly(cell) for cell in row)
            yield f"  {first}: {' · '.join(filter(None, others))}"


def counted_anew(
    snapshot: Snapshot, measure: str, language: Language
) -> tuple[pl.DataFrame, str, bool]:
    """The units behind a figure, a sentence on them, and whether they make up the figure."""
    _ = wording(language)
    units = units_behind(snapshot.registers(), snapshot.figures, [measure])
    counting, value = units.filter("counts"), value_of(units)
    agrees = value == snapshot.figures.value(measure)
    said = _("Units counted anew: {count}, together {value}. The figure is {figure}: {verdict}.")
    line = said.format(
        count=_.number(counting.height),
        value=_.number(value),
        figure=_.number(snapshot.figures.value(measure)),
        verdict=_("they agree") if agrees else _("they do not agree"),
    )
    return units, line, agrees


def write_units(
    path: Path, units: pl.DataFrame, snapshot: Snapshot, measure: str, language: Language
) -> None:
    """Write the units with their days and weights, by the pseudonyms of the snapshot."""
    _ = wording(language)
    view = View(snapshot.figures, language, role="team", measure=measure)
    sheets = {_("Units"): units_table(units, {}, _)}
    content = units_workbook(view.labels[measure], sheets, Origin.of(snapshot, view))
    with written_to(path, _):
        path.write_bytes(content)
