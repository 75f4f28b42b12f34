"""The pages with figures by their names: what each is made of."""

from collections.abc import Mapping

from mittaristo.panels.meeting import agenda, changes, monitoring, pace
from mittaristo.panels.parts.panel import Page
from mittaristo.panels.results import (
    clients,
    employers,
    employments,
    figures,
    goals,
    network,
    overview,
    region,
    trainings,
)
from mittaristo.panels.review import definitions, figure, indicators, reconciliation, snapshots
from mittaristo.panels.team import quality, week

THEMES: Mapping[str, Page] = {
    "overview": overview.PAGE,
    "clients": clients.PAGE,
    "employments": employments.PAGE,
    "trainings": trainings.PAGE,
    "employers": employers.PAGE,
    "goals": goals.PAGE,
    "network": network.PAGE,
    "region": region.PAGE,
    "figures": figures.PAGE,
    "agenda": agenda.PAGE,
    "changes": changes.PAGE,
    "pace": pace.PAGE,
    "monitoring": monitoring.PAGE,
    "indicators": indicators.PAGE,
}
"""Name of a page in its address → its makers, in the order in which they are read."""


FOR_REVIEW: Mapping[str, Page] = {
    "reconciliation": reconciliation.PAGE,
    "figure": figure.PAGE,
    "definitions": definitions.PAGE,
    "snapshots": snapshots.PAGE,
}
"""Those of the funder's reviewer, which are looked at on the screen: no report holds them."""


FOR_TEAM: Mapping[str, Page] = {"week": week.PAGE, "quality": quality.PAGE}
"""Those that only the team sees, and that no report holds."""
