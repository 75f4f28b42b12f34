"""All queries with their explanations, as they stand in ``queries/``."""

import hashlib
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from mittaristo.figures.ledger.quality import CHECKS
from mittaristo.figures.model import Definition, Measure
from mittaristo.figures.queries import QUERIES, Query, load, load_kind, registers_behind
from mittaristo.figures.team.indicators import IN_ORDER
from mittaristo.figures.team.released import SHOWN
from mittaristo.i18n.translation import Language
from mittaristo.registers.schemas import Registers

AS_THEY_WERE = ("targets", "published", "milestones")
"""Registers about no person that a snapshot's figures carry along, empty if not kept.

They are unchanged, but that milestones without a day are in `pieces_of_work` alone.
"""

HANDED_ON = ("published_actuals", "periods", "values", "months", "revisions")
"""Figures that other figures read."""


@dataclass(frozen=True)
class Definitions:
    """All queries and the explanations of measures and figures, in the order of the explanations.

    `checks` are in the order of what is lost first. `team`: what is counted exactly and by
    attributes of persons before it is protected, in order. `explanations`: name of a measure or
    figure → its entry in measures.toml or figures.toml.
    """

    measures: Mapping[str, Query]
    figures: Mapping[str, Query]
    shared: Mapping[str, Query]
    explanations: Mapping[str, Mapping[str, Any]]
    checks: Mapping[str, Query]
    team: Mapping[str, Query] = field(default_factory=dict)

    @classmethod
    @cache
    def load(cls, queries: Path = QUERIES) -> "Definitions":
        """Read every query, measures.toml and figures.toml; once in a process."""
        told = {
            kind: tomllib.loads((queries / f"{kind}.toml").read_text(encoding="utf-8"))
            for kind in ("measures", "figures")
        }
        measures, figures = load_kind("measures", queries), load_kind("figures", queries)
        team = load_kind("team", queries)
        return cls(
            measures={name: measures[name] for name in told["measures"]},
            figures={name: figures[name] for name in told["figures"]},
            shared=load_kind("shared", queries),
            explanations={**told["measures"], **told["figures"]},
            checks={name: load(queries / "team" / f"{name}.sql") for name in CHECKS},
            team={name: team[name] for name in IN_ORDER if name in team},
        )

    def names(self) -> dict[str, dict[Language, str]]:
        """Measure → its name in each language."""
        return {name: dict(self.explanations[name]["label"]) for name in self.measures}

    def within(self) -> dict[str, str]:
        """Measure → the one that it can never be more than."""
        told = {name: self.explanations[name].get("within") for name in self.measures}
        return {name: wider for name, wider in told.items() if wider}

    def planned(self) -> list[str]:
        """The measures whose register holds what is planned, too."""
        return [name for name in self.measures if self.explanations[name].get("planned")]

    def digest(self) -> str:
        """One SHA-256 over all queries, for the manifest."""
        kinds = (self.measures, self.figures, self.shared, self.checks, self.team)
        every = [query for kind in kinds for query in kind.values()]
        return hashlib.sha256("".join(query.digest for query in every).encode()).hexdigest()

    @cached_property
    def views(self) -> Mapping[str, Query]:
        """Every query that others read: shared views, figures handed on, and what is protected."""
        handed_on = {name: self.figures[name] for name in HANDED_ON if name in self.figures}
        protected = {name: self.team[of] for name, of in SHOWN.items() if of in self.team}
        return {**self.shared, **handed_on, **self.team, **protected}

    def kept(self, queries: Mapping[str, Query], registers: Registers) -> list[Query]:
        """Those queries whose registers the project keeps."""
        there = {*registers, *AS_THEY_WERE}
        return [query for query in queries.values() if registers_behind(query, self.views) <= there]

    def measure(self, query: Query, *, kept: bool) -> Measure:
        """What a snapshot records of a measure; `kept`: whether the project keeps its registers."""
        return Measure.recorded({**self._recorded(query), "kept": kept})

    def figure(self, name: str) -> Definition:
        """What a snapshot records of a figure that is no measure."""
        return Definition.recorded(self._recorded(self.figures[name]))

    def view(self, name: str) -> Definition:
        """What a snapshot records of a shared view."""
        return Definition.recorded(self._recorded({**self.shared, **self.team}[name]))

    def described(
        self, kept: Collection[Query], figures: Collection[str]
    ) -> tuple[dict[str, Measure], dict[str, Definition], dict[str, Definition]]:
        """What a snapshot records of measures, of some figures, and of what they are made from."""
        return (
            {name: self.measure(one, kept=one in kept) for name, one in self.measures.items()},
            {name: self.figure(name) for name in figures if name in self.figures},
            {name: self.view(name) for name in (*self.shared, *self.team)},
        )

    def _recorded(self, query: Query) -> dict[str, Any]:
        return {
            "id": query.name,
            **(self.explanations.get(query.name, {}) if query.kind != "team" else {}),
            "sentence": query.sentence,
            "grain": query.grain,
            "reads": query.reads,
            "parameters": query.parameters,
            "registers": sorted(registers_behind(query, self.views)),
            "columns": [[column.name, column.type, column.meaning] for column in query.columns],
            "protects": query.protects,
            "file": f"queries/{query.kind}/{query.name}.sql",
            "sql": query.text,
            "sha256": query.digest,
        }
