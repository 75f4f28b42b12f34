"""What publishing a draft would change, for the page and for the command line."""

import contextlib
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from mittaristo.figures import model
from mittaristo.figures.ledger import row_changes
from mittaristo.figures.ledger.row_changes import Rows
from mittaristo.figures.model import Figures
from mittaristo.i18n.formats import day
from mittaristo.i18n.terms import word
from mittaristo.i18n.translation import LANGUAGES, N_, Language, translator
from mittaristo.i18n.wording import wording
from mittaristo.messages.problems import Problem, grouped
from mittaristo.privacy.disclosure import SafeFrame
from mittaristo.publishing import differences, publish, release_preview
from mittaristo.publishing.differences import Doubt, Move
from mittaristo.publishing.draft import Draft, Prepared
from mittaristo.snapshots import selection
from mittaristo.snapshots.manifest import Damaged, Purpose
from mittaristo.snapshots.writing import Published

ALL_NEW = N_("Nothing has been published yet: every row is new.")
AGAINST = N_("Against the newest snapshot, as of {day}.")
NO_ROWS = N_(
    "Rows cannot be compared: the newest snapshot has no registers here, or was made with another"
    " key."
)


@dataclass(frozen=True)
class Comparison:
    """What would change against the newest snapshot. `rows` is None where they cannot be read."""

    newest: dt.date | None
    rows: list[Rows] | None
    moves: list[Move]
    doubts: list[Doubt]
    labels: Mapping[Language, Mapping[str, str]]
    figures: Figures

    def against(self, language: Language) -> str:
        """What it is compared with, as a sentence."""
        _ = translator(language)
        if self.newest is None:
            return _(ALL_NEW)
        return _(AGAINST).format(day=day(self.newest, language))

    def lines(self, language: Language) -> Iterator[str]:
        """All of it, line by line: rows by table, measures that move, and what is suspicious."""
        _ = translator(language)
        yield _("What would change")
        yield self.against(language)
        if self.rows is None:
            yield _(NO_ROWS)
        else:
            yield differences.in_a_sentence(self.rows, _, language)
            for table in self.rows:
                if table.added or table.changed or table.removed:
                    moved = differences.in_a_sentence([table], _, language)
                    yield f"  {word('tables', table.table, language)}. {moved}"
        yield _("Figures that move: {count}").format(count=len(self.moves))
        moves = differences.moves_in_words(self.moves, self.labels[language], language)
        for measure, before, now, by in moves.rows:
            yield f"  {measure}: {before} → {now} ({by})"
        yield from release_preview.lines(self.figures, wording(language))
        yield from self.doubted(language)

    @property
    def asks(self) -> bool:
        """Whether publishing needs a word of consent.

        A first snapshot takes the place of none; only a list that seems to be given twice is asked
        about then.
        """
        return any(self.newest or doubt.rule == "list_twice" for doubt in self.doubts)

    def doubted(self, language: Language) -> Iterator[str]:
        """What is suspicious, line by line; nothing where nothing is."""
        _ = translator(language)
        if self.doubts:
            yield _("Look at these first:")
        for doubt in self.doubts:
            yield f"  {doubt.sentence(language, self.labels[language])}"


def compare(draft: Draft, today: dt.date) -> Comparison:
    """Compare what could be published with the newest snapshot."""
    project, as_of, figures = draft.project, draft.as_of, draft.compared.figures
    newest = selection.choose(project.folder, team=True, early=True).snapshot
    rows: list[Rows] | None = None
    then: dict[str, float | None] = {}
    if newest is None:
        rows = row_changes.rows({}, draft.registers)
    else:
        then = _values(newest.figures["values"], newest.manifest.as_of, newest.manifest.starts_on)
        had = publish.registers_of(newest, draft.registers)
        if had and newest.manifest.key_id == draft.key_id:
            with contextlib.suppress(Damaged):
                rows = row_changes.rows(had(), draft.registers)
    now = _values(figures.tables["values"], as_of, project.starts_on)
    moves = differences.moves(then, now)
    published = newest.manifest.as_of if newest else None
    not_compared = draft.compared.not_compared
    entries = figures.catalogue["measures"]
    return Comparison(
        published,
        rows,
        moves,
        [
            *differences.doubts_of_silence(draft.registers, as_of, project.ends_on),
            *differences.doubts_of_lists(draft.warned, draft.registers),
            *differences.doubts(rows or [], moves, as_of, published, today, not_compared),
        ],
        {one: {entry["id"]: entry["label"][one] for entry in entries} for one in LANGUAGES},
        figures,
    )


def _values(table: SafeFrame, as_of: dt.date, starts_on: dt.date) -> dict[str, float | None]:
    rows = model.whole_project(table, as_of, starts_on).iter_rows(named=True)
    return {row["measure"]: row["value"] for row in rows}


def summary(comparison: Comparison, messages: Iterable[Problem]) -> pl.DataFrame:
    """What is kept of a publication for the team: `fi, en`, a row a line, and no row of a person.

    messages: what the import warned of.
    """
    warned = grouped(messages)
    told = {
        one: [*comparison.lines(one), *(group.sentence(one) for group in warned)]
        for one in LANGUAGES
    }
    return pl.DataFrame(told, schema=dict.fromkeys(LANGUAGES, pl.String))


def publish_told(
    prepared: Prepared,
    purpose: Purpose,
    today: dt.date,
    release_at: dt.datetime | None = None,
    *,
    accepted: bool,
) -> tuple[Draft, Comparison, Published | None]:
    """Publish a draft, unless something is doubted that is not accepted. Raises Refusal.

    Where others publish meanwhile it is compared anew, and what is doubted then counts.
    """
    assert prepared.draft
    draft = prepared.draft
    while True:
        comparison = compare(draft, today)
        if comparison.asks and not accepted:
            return draft, comparison, None
        kept = summary(comparison, prepared.warnings)
        try:
            return draft, comparison, publish.commit(draft, purpose, kept, release_at=release_at)
        except publish.Outdated:
            draft = publish.compared_anew(draft)
