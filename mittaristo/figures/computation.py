"""Registers → the figures that everyone may see, with the catalogue that explains them.

Each measure lists its events once. Its value, its periods, its months and its changes against
earlier snapshots are one query each over that list, so they cannot disagree.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from mittaristo.figures import breakdowns, comparability
from mittaristo.figures.breakdowns import Released
from mittaristo.figures.definitions import AS_THEY_WERE, HANDED_ON, Definitions
from mittaristo.figures.engine import DuckDb, Engine, Opened, all_tables, on_this_machine
from mittaristo.figures.ledger import quality, row_changes
from mittaristo.figures.ledger.row_changes import Rows
from mittaristo.figures.model import Facts, Figures
from mittaristo.figures.pace import outlook
from mittaristo.figures.pace.outlook import Days
from mittaristo.figures.pace.recording import Share
from mittaristo.figures.periods import periods_until
from mittaristo.figures.queries import Query, attributes_behind, registers_behind
from mittaristo.figures.team import indicators, released, work
from mittaristo.figures.team.released import Earlier as ShownBefore
from mittaristo.i18n import terms
from mittaristo.privacy.disclosure import SafeFrame, release
from mittaristo.project import Project
from mittaristo.registers.schemas import Registers, empty

OF_ALL_MEASURES = ("periods", "values", "months", "changes", "counting")
"""Figures that are made from the units of every measure."""

SAID = {"months": outlook.MONTHS, "forecasts": outlook.RANGES}
"""Figures of earlier snapshots that figures of this one are held against, and what they hold."""

NOTHING: Mapping[tuple[str, str], int] = {}


@dataclass(frozen=True)
class Earlier:
    """An earlier snapshot to compare with: its frozen figures, and its registers when asked.

    `said`: of its figures `months` and `forecasts`, those that it has. `figures`: all of them, with
    how they were defined then, where that is known.
    """

    number: int
    as_of: dt.date
    purpose: str
    starts_on: dt.date
    values: pl.DataFrame
    registers: Callable[[], Registers]
    said: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    figures: Figures | None = None


def compute(
    registers: Registers,
    project: Project,
    as_of: dt.date,
    earlier: Sequence[Earlier] = (),
    definitions: Definitions | None = None,
    warnings: Mapping[tuple[str, str], int] = NOTHING,
    known: Released | None = None,
    shown_before: Sequence[ShownBefore | None] = (),
    opened: Opened = on_this_machine,
) -> Figures:
    """Run every measure and figure whose registers the project keeps, and release the results.

    warnings: rule and register → how often the import warned of it. known: what all earlier
    snapshots showed of persons by their attributes. shown_before: what they showed of indicators,
    the oldest first; None is one that cannot be read. opened: the engine over registers.
    """
    definitions = definitions or Definitions.load()
    protection = breakdowns.Protection(project, as_of, known or Released())
    parameters = {"as_of": as_of, "starts_on": project.starts_on, "threshold": project.threshold}
    with opened(registers) as engine:
        engine.make_once(definitions.shared.values())
        measures = definitions.kept(definitions.measures, registers)
        engine.list_units(measures)
        beside = beside_registers(registers, project, as_of, definitions, measures, earlier)
        beside |= protected(engine, registers, as_of, definitions, shown_before, protection)
        beside |= work.tables(engine, registers, as_of, shown_before)
        beside |= _ledger(engine, registers, as_of, definitions, warnings, earlier)
        seen = [(then.as_of, _then("units", then)) for then in earlier]
        counting = _counting(definitions, measures)
        quality.first_snapshots(engine, seen, counting, as_of)
        shares = outlook.shares(engine, seen, counting, as_of)
        engine.add_all(beside)
        tables: dict[str, pl.DataFrame] = {}
        for figure in definitions.kept(definitions.figures, registers):
            if figure.name == "changes":
                so_far = {name: one for name, one in tables.items() if name != breakdowns.FIGURE}
                told = _figures(so_far, definitions, measures, project, as_of, protection)
                now = _sides(told, warnings)
                tables[figure.name] = _changes(engine, figure, measures, as_of, earlier, now)
            else:
                one_by_one = measures if figure.name == "periods" else ()
                tables[figure.name] = engine.run(figure, one_by_one, **parameters)
            if figure.name in HANDED_ON:
                engine.add(figure.name, tables[figure.name])
            if figure.name == "months":
                engine.add_all(_ahead(tables, engine, shares, project, as_of, earlier, definitions))
    tables |= {name: registers.get(name, empty(name)) for name in AS_THEY_WERE}
    tables["milestones"] = tables["milestones"].drop_nulls("on")  # what has no day is no event yet
    return _figures(tables, definitions, measures, project, as_of, protection)


def _figures(
    tables: Mapping[str, pl.DataFrame],
    definitions: Definitions,
    measures: list[Query],
    project: Project,
    as_of: dt.date,
    protection: breakdowns.Protection,
) -> Figures:
    """The tables, each released, with what explains them. measures: those that are kept."""
    safe = _released(tables, definitions, measures, protection)
    described = definitions.described(measures, safe)
    facts, synthetic = Facts.recorded(project.as_recorded()), project.synthetic
    withheld = (*protection.indicators, *protection.withheld)
    return Figures(safe, *described, facts, as_of, synthetic, withheld=withheld)


def _then(table: str, then: Earlier) -> str:
    """What a table of an earlier snapshot is called in the engine of this one."""
    return f"{table}_then_{then.number}"


def _look_back(
    engine: Engine, then: Earlier, now: Registers, definitions: Definitions
) -> list[Rows]:
    """Have its units and what checks look at inside, by today's queries; what became of its rows.

    now: the registers of this snapshot.
    """
    registers = then.registers()
    with engine.earlier(registers) as old:
        old.make_once(definitions.shared.values())
        old.list_units(definitions.kept(definitions.measures, registers))
        quality.look(old, definitions.kept(definitions.checks, registers), then.as_of)
        for table in ("units", "checked_units"):
            engine.take(_then(table, then), table, old)
    return row_changes.rows(registers, now)


def _ledger(
    engine: Engine,
    registers: Registers,
    as_of: dt.date,
    definitions: Definitions,
    warnings: Mapping[tuple[str, str], int],
    earlier: Iterable[Earlier],
) -> dict[str, pl.DataFrame]:
    """What became of rows and of what checks found, against each earlier snapshot."""
    checks = definitions.kept(definitions.checks, registers)
    quality.look(engine, checks, as_of)
    rows, found = [], []
    for then in earlier:
        of = (then.as_of, then.number, then.purpose)
        rows.append((of, _look_back(engine, then, registers, definitions)))
        own = then.figures["quality"] if then.figures and then.figures.keeps("quality") else None
        found.append((of, _then("checked_units", then), own))
    told = quality.tables(engine, checks, _warned(warnings), found)
    return {**told, "earlier_rows": row_changes.table(rows)}


def _warned(warnings: Mapping[tuple[str, str], int]) -> pl.DataFrame:
    rows = [(*about, count) for about, count in sorted(warnings.items())]
    return pl.DataFrame(rows, schema=quality.WARNINGS, orient="row")


def _sides(
    figures: Figures, warnings: Mapping[tuple[str, str], int]
) -> Mapping[str, comparability.Side]:
    """Each measure as one side of a comparison; `left_out` of the manifest is not known yet."""
    left_out = {register: n for (rule, register), n in warnings.items() if rule == "left_out"}
    return comparability.of_snapshot(replace(figures, left_out=left_out))


def _released(
    tables: Mapping[str, pl.DataFrame],
    definitions: Definitions,
    measures: list[Query],
    protection: breakdowns.Protection,
) -> dict[str, SafeFrame]:
    """Every table, let out to everyone: that of persons by their attributes as it is protected."""
    return {
        name: release(
            _drawable(table),
            protects=_attributes(name, definitions, measures),
            by=protection if name == breakdowns.FIGURE else None,
        )
        for name, table in tables.items()
    }


def _attributes(name: str, definitions: Definitions, measures: list[Query]) -> tuple[str, ...]:
    """The attributes of persons by which a table counts; tables of measures by all of theirs."""
    if name in AS_THEY_WERE:
        return ()
    queries = [definitions.figures[name], *(measures if name in OF_ALL_MEASURES else ())]
    found = {one for query in queries for one in attributes_behind(query, definitions.shared)}
    return tuple(sorted(found))


def beside_registers(
    registers: Registers,
    project: Project,
    as_of: dt.date,
    definitions: Definitions,
    measures: list[Query],
    earlier: Sequence[Earlier] = (),
) -> dict[str, pl.DataFrame]:
    """The tables that figures read beside registers and units: measures, calendar and words."""
    return {
        "measures": about_measures(definitions, measures),
        "unit_words": unit_words(registers),
        "project_months": project_months_until(project.starts_on, as_of),
        "project_periods": periods_until(project, as_of, (then.as_of for then in earlier)),
    }


def protected(
    engine: Engine,
    registers: Registers,
    as_of: dt.date,
    definitions: Definitions,
    shown_before: Sequence[ShownBefore | None],
    protection: breakdowns.Protection,
) -> dict[str, pl.DataFrame]:
    """The tables that figures read of what is counted by attributes of persons, as protected.

    protection: of what else counts the same persons; it is told what indicators show. engine: with
    the units of all measures.
    """
    before = None if None in shown_before else released.days(list(shown_before))
    protection.days = before
    if not definitions.team or not indicators.NEEDED["indicators"] <= registers.keys():
        return {}
    exact = indicators.exact(engine, definitions.team, registers, as_of, persons=False)
    known, joined, sets = protection.released, *released.persons(engine, as_of)
    rules = breakdowns.rules_of(protection.project)
    beside = released.Beside(known.history if known.whole else None, rules, joined, sets)
    tables = released.tables(exact, as_of, shown_before, beside)
    now = released.release_of({released.INDICATORS: tables["shown_indicators"]})
    protection.indicators = beside.withheld
    shown_now = [beside.day(as_of, now)] if now else []
    protection.days = None if before is None else [*before, *shown_now]
    return tables


def for_the_team(
    registers: Registers, as_of: dt.date, definitions: Definitions | None = None
) -> dict[str, pl.DataFrame]:
    """Exact indicators by gender, their checks and steps: see figures.team.indicators.exact."""
    definitions = definitions or Definitions.load()
    queries = definitions.team.values()
    read = {name for one in queries for name in registers_behind(one, definitions.views)}
    tables = all_tables(registers)
    with DuckDb({name: tables[name] for name in sorted(read)}) as engine:
        return indicators.exact(engine, definitions.team, registers, as_of)


def units_of(registers: Registers, definitions: Definitions | None = None) -> pl.DataFrame:
    """The units of every measure that these registers can give.

    One row a unit: `measure, unit_id, counts_from, counts_until, weight`.
    """
    definitions = definitions or Definitions.load()
    with DuckDb(all_tables(registers)) as engine:
        engine.make_once(definitions.shared.values())
        engine.list_units(definitions.kept(definitions.measures, registers))
        return engine.ask("select * from units")


def about_measures(definitions: Definitions, kept: list[Query]) -> pl.DataFrame:
    """One row a measure: `measure, unit, kept, stock, counting, may_return, asked`, as of Measure.

    `counting`: whether its units count one each, and for good.
    """
    every = [
        definitions.measure(query, kept=query in kept) for query in definitions.measures.values()
    ]
    flags = dict.fromkeys(("kept", "stock", "counting", "may_return", "asked"), pl.Boolean)
    return pl.DataFrame(
        [
            (
                *(one.id, one.unit, one.kept, one.kind == "stock", one.kind == "count"),
                *(one.may_return, one.asked),
            )
            for one in every
        ],
        schema={"measure": pl.String, "unit": pl.String, **flags},
        orient="row",
    )


def unit_words(registers: Registers) -> pl.DataFrame:
    """What the words mean with which published figures name units: `written, unit`.

    Words that mean none of our units are not among them.
    """
    written = (
        registers["published"]["unit"].drop_nulls().unique() if "published" in registers else ()
    )
    meant = {
        word: terms.meant("units_counted", word, terms.words()["units_counted"])
        for word in sorted(written)
    }
    return pl.DataFrame(
        [(word, unit) for word, unit in meant.items() if unit],
        schema={"written": pl.String, "unit": pl.String},
        orient="row",
    )


def project_months_until(starts_on: dt.date, as_of: dt.date) -> pl.DataFrame:
    """The first day of each month from the project's first to that of the as-of date."""
    days = pl.date_range(starts_on.replace(day=1), as_of, interval="1mo", eager=True)
    return pl.DataFrame({"month": days})


def _counting(definitions: Definitions, kept: list[Query]) -> list[str]:
    """The measures whose units count one each, and for good."""
    return [one.name for one in kept if definitions.measure(one, kept=True).kind == "count"]


def _ahead(
    tables: Mapping[str, pl.DataFrame],
    engine: Engine,
    shares: Mapping[str, Sequence[Share]],
    project: Project,
    as_of: dt.date,
    earlier: Iterable[Earlier],
    definitions: Definitions,
) -> dict[str, pl.DataFrame]:
    """The tables of pace and forecast, and what earlier snapshots for everyone said of them."""
    months, values = tables["months"], tables["values"]
    days = Days(project.starts_on, as_of, project.ends_on)
    known = [then for then in earlier if then.purpose != "weekly" and then.as_of < as_of]
    said = {f"earlier_{name}": _said(known, name, kind) for name, kind in SAID.items()}
    seen = [one.as_of for one in known]
    planned = outlook.planned(engine, definitions.planned(), as_of)
    told = outlook.tables(months, values, shares, days, seen, definitions.within(), planned)
    return {**told, **said}


def _said(earlier: Iterable[Earlier], name: str, schema: pl.Schema) -> pl.DataFrame:
    """A figure of earlier snapshots, one below the other, with `since` and `since_snapshot`."""
    found = [
        then.said[name]
        .select(list(schema))
        .with_columns(since=pl.lit(then.as_of), since_snapshot=pl.lit(then.number, pl.Int32))
        for then in earlier
        if name in then.said
    ]
    since = {"since": pl.Date, "since_snapshot": pl.Int32}
    return pl.concat([pl.DataFrame(schema={**schema, **since}), *found])


def _changes(
    engine: Engine,
    query: Query,
    measures: Iterable[Query],
    as_of: dt.date,
    earlier: Iterable[Earlier],
    now: Mapping[str, comparability.Side],
) -> pl.DataFrame:
    """The changes since each earlier snapshot, oldest first."""
    found = []
    for then in earlier:
        engine.take("earlier_units", _then("units", then))
        engine.add("not_comparable", comparability.hindrances(then.figures, now))
        whole_project = (
            then.values.filter(
                pl.col("period_from") == then.starts_on, pl.col("period_to") == then.as_of
            )
            .select("measure", "value")
            .drop_nulls()
        )
        engine.add("earlier_values", whole_project)
        found.append(
            engine.run(
                query,
                measures,
                as_of=as_of,
                since=then.as_of,
                since_snapshot=then.number,
                since_purpose=then.purpose,
            )
        )
    if not found:
        types = {"varchar": pl.String, "date": pl.Date, "integer": pl.Int32, "double": pl.Float64}
        return pl.DataFrame(schema={column.name: types[column.type] for column in query.columns})
    return pl.concat(found)


def _drawable(table: pl.DataFrame) -> pl.DataFrame:
    """Refuse types that a chart would draw wrongly without saying so (decimals, 100 times)."""
    wrong = [name for name, kind in table.schema.items() if kind.is_decimal() or kind.is_nested()]
    if wrong:
        raise TypeError(f"cast in the query: {', '.join(wrong)}")
    return table
