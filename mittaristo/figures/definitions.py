"""All queries with their explanations, as they stand in ``queries/``."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mittaristo.figures.queries import QUERIES, Query, load_kind, registers_behind
from mittaristo.i18n.translation import Language
from mittaristo.registers.schemas import Registers


@dataclass(frozen=True)
class Definitions:
    """All queries and the explanations of the measures, as they stand in ``queries/``."""

    measures: Mapping[str, Query]
    figures: Mapping[str, Query]
    shared: Mapping[str, Query]
    explanations: Mapping[str, Mapping[str, Any]]

    @classmethod
    def load(cls, queries: Path = QUERIES) -> "Definitions":
        """Read every query and measures.toml; the order of measures is that of measures.toml."""
        explanations = tomllib.loads((queries / "measures.toml").read_text(encoding="utf-8"))
        measures = load_kind("measures", queries)
        return cls(
            measures={name: measures[name] for name in explanations},
            figures=load_kind("figures", queries),
            shared=load_kind("shared", queries),
            explanations=explanations,
        )

    def names(self) -> dict[str, dict[Language, str]]:
        """Measure → its name in each language."""
        return {name: dict(entry["label"]) for name, entry in self.explanations.items()}

    def digest(self) -> str:
        """One SHA-256 over all queries, for the manifest."""
        every = [*self.measures.values(), *self.figures.values(), *self.shared.values()]
        return hashlib.sha256("".join(query.digest for query in every).encode()).hexdigest()

    def kept(self, queries: Mapping[str, Query], registers: Registers) -> list[Query]:
        """Those queries whose registers the project keeps."""
        return [
            query
            for query in queries.values()
            if registers_behind(query, self.shared) <= registers.keys()
        ]
