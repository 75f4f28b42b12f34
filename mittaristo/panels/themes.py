"""The pages with figures by their names: what each is made of."""

from collections.abc import Mapping

from mittaristo.panels.meeting import agenda, changes, monitoring, pace
from mittaristo.panels.parts.panel import Page
from mittaristo.panels.results import (
    employers,
    employments,
    figures,
    goals,
    overview,
    region,
    trainings,
)
from mittaristo.panels.team import week

THEMES: Mapping[str, Page] = {
    "overview": overview.PAGE,
    "employments": employments.PAGE,
    "trainings": trainings.PAGE,
    "employers": employers.PAGE,
    "goals": goals.PAGE,
    "region": region.PAGE,
    "figures": figures.PAGE,
    "agenda": agenda.PAGE,
    "changes": changes.PAGE,
    "pace": pace.PAGE,
    "monitoring": monitoring.PAGE,
}
"""Name of a page in its address → its makers, in the order in which they are read."""


FOR_TEAM: Mapping[str, Page] = {"week": week.PAGE}
"""Those that only the team sees, and that no report holds."""
