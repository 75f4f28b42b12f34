"""What is shown on the wall at a meeting: one theme a screen, each of them a block of a page."""

from mittaristo.panels.meeting import agenda, changes
from mittaristo.panels.parts import decisions
from mittaristo.panels.parts.panel import Maker
from mittaristo.panels.results import employers, employments, overview, trainings

SCREENS: tuple[tuple[str, Maker], ...] = (
    ("overview", overview.decided),
    ("agenda", agenda.moved),
    ("changes", changes.step_by_step),
    ("overview", overview.towards_targets),
    ("overview", overview.worth_taking_up),
    ("employments", employments.by_month),
    ("employments", employments.persons_so_far),
    ("trainings", trainings.by_month),
    ("employers", employers.met_and_clients),
    ("employers", employers.encounters_by_month),
    ("agenda", decisions.to_decide),
    ("agenda", decisions.risks),
)
"""Page and maker of each screen, in order: from what was decided to what is to be decided."""
