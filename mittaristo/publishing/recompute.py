"""Today's queries over the registers of an earlier snapshot, beside what it froze."""

from dataclasses import dataclass, replace

from mittaristo.figures.as_sql import recomputed
from mittaristo.figures.computation import compute
from mittaristo.figures.definitions import AS_THEY_WERE, Definitions
from mittaristo.figures.model import Figures
from mittaristo.i18n.translation import N_
from mittaristo.messages.refusals import Refusal
from mittaristo.project import Project
from mittaristo.snapshots import editions, reading
from mittaristo.snapshots.editions import Changed
from mittaristo.snapshots.reading import Snapshot


@dataclass(frozen=True)
class Recomputed:
    """What today's queries give. `figures`: those that take no earlier snapshots.

    `changed`: measure → its value as published and by today's query, of the whole project, where
    they differ; None where it was not, or is not, counted. `periods`: how many values of other
    periods differ. `queries`: the digest of today's.
    """

    snapshot: Snapshot
    figures: Figures
    changed: Changed
    periods: int
    queries: str


def recompute(
    project: Project, snapshot: Snapshot, definitions: Definitions | None = None
) -> Recomputed:
    """Count an earlier snapshot anew. Raises Refusal where its registers are not here, or Damaged.

    The days of the project are those that the snapshot froze.
    """
    if not reading.has_registers(snapshot.folder):
        raise Refusal(N_("The registers of this snapshot are not here: it cannot be counted anew."))
    definitions = definitions or Definitions.load()
    then, facts = snapshot.figures, snapshot.figures.project
    as_it_was = replace(
        project,
        starts_on=facts.starts_on,
        ends_on=facts.ends_on,
        reporting_periods=facts.reporting_periods,
        synthetic=then.synthetic,
    )
    now = compute(snapshot.registers(), as_it_was, then.as_of, (), definitions)
    kept = {*recomputed(now), *AS_THEY_WERE}
    tables = {name: table for name, table in now.tables.items() if name in kept}
    counted = {name: _value(now, name) for name in {**then.measures, **now.measures}}
    return Recomputed(
        snapshot,
        replace(now, tables=tables),
        {
            name: (_value(then, name), value)
            for name, value in counted.items()
            if _value(then, name) != value
        },
        _periods_that_differ(then, now),
        definitions.digest(),
    )


def add_edition(project: Project, found: Recomputed) -> str:
    """Keep what today's queries give beside the frozen figures; gives its name. Raises Refusal."""
    if not (found.changed or found.periods):
        raise Refusal(N_("Today's queries give the same figures: there is no edition to add."))
    return editions.add(project.folder, found.snapshot, found.figures, found.queries, found.changed)


def _value(figures: Figures, measure: str) -> float | None:
    return figures.values.get(measure, {}).get("value")


def _periods_that_differ(then: Figures, now: Figures) -> int:
    """Values of a measure in a period that both have, and that are not the same."""

    def counted(figures: Figures) -> dict[tuple[object, ...], float]:
        keys = ("measure", "period_kind", "period_from", "period_to")
        return {
            tuple(row[key] for key in keys): row["value"]
            for row in figures.rows("periods")
            if row["period_kind"] != "project"
        }

    before = counted(then)
    return sum(before[key] != value for key, value in counted(now).items() if key in before)
