"""What a release note has to explain: figures that fall, definitions that change, corrections."""

from dataclasses import dataclass
from pathlib import Path

from mittaristo.figures.model import Figures
from mittaristo.i18n.translation import N_
from mittaristo.i18n.wording import Wording
from mittaristo.snapshots import reading, selection
from mittaristo.snapshots.manifest import Damaged
from mittaristo.snapshots.reading import Snapshot

SAID = {
    "falls": N_("{figure}: the value falls from {before} to {after}"),
    "definition": N_("{figure}: the definition changes ({before} → {after})"),
    "corrected": N_("{figure}: what was published is corrected ({before} → {after})"),
}
"""Why a figure has to be explained → how it is told."""


@dataclass(frozen=True)
class Explained:
    """A figure that the note has to explain: why, and its values then and now."""

    measure: str
    why: str
    before: float | None
    after: float | None

    def said(self, labels: dict[str, str], _: Wording) -> str:
        """In a sentence."""
        before, after = (_.number(one) for one in (self.before, self.after))
        label = labels.get(self.measure, self.measure)
        return _(SAID[self.why]).format(figure=label, before=before, after=after)


def to_explain(project: Path, snapshot: Snapshot) -> list[Explained]:
    """The figures that everyone would see otherwise than before, once each; none needs a note then.

    Compared with the newest earlier day, and with what was published of the same day.
    """
    found = {one.measure: one for one in _since_the_day_before(snapshot.figures)}
    before = _of_the_same_day(project, snapshot)
    for measure, row in snapshot.figures.values.items() if before is not None else ():
        then = before.values.get(measure) if before is not None else None
        if then is not None and then["value"] != row["value"]:
            found[measure] = Explained(measure, "corrected", then["value"], row["value"])
    return list(found.values())


def _since_the_day_before(figures: Figures) -> list[Explained]:
    days, _weekly = figures.comparison_days("everyone")
    since = days[0] if days else None
    redefined = set(figures.redefined(since, "everyone"))
    found = []
    for measure, change in figures.changes(since, "everyone").items():
        before, after = change["before"], change["after"]
        why = ""
        if measure in redefined or change["redefinition"]:
            why = "definition"
        elif change["corrections"]:
            why = "corrected"
        elif before is not None and after is not None and after < before:
            why = "falls"
        if why:
            found.append(Explained(measure, why, before, after))
    return found


def _of_the_same_day(project: Path, snapshot: Snapshot) -> Figures | None:
    """The figures that everyone sees of the same day already; None where there are none."""
    manifest = snapshot.manifest
    for entry in reversed(selection.listing(project)):
        known = entry.manifest
        if known is None or known.number >= manifest.number or known.as_of != manifest.as_of:
            continue
        if selection.may_see(entry, team=False):
            try:
                return reading.open_snapshot(project, known.number).figures
            except Damaged:
                continue
    return None
