"""What is shown on the wall at a meeting: one theme a screen, each of them a block of a page."""

from mittaristo.panels.meeting import agenda, changes
from mittaristo.panels.parts import decisions
from mittaristo.panels.parts.panel import Block, Maker, Points
from mittaristo.panels.parts.view import View
from mittaristo.panels.results import (
    employers,
    employments,
    goals,
    network,
    other_projects,
    overview,
    region,
    trainings,
)


def _without_clients(maker: Maker) -> Maker:
    """A screen of a project without person clients: its goals, its region and its network."""

    def made(view: View) -> Block | None:
        return None if view.figures.kept("clients_joined") else maker(view)

    return made


def _until_it_ends(maker: Maker) -> Maker:
    """A screen of what is to be done: of a project that has ended only where anything is left."""

    def made(view: View) -> Block | None:
        block = maker(view)
        empty = isinstance(block, Points) and not block.points
        return None if empty and view.as_of >= view.ends_on else block

    return made


SCREENS: tuple[tuple[str, Maker], ...] = (
    ("overview", overview.decided),
    ("agenda", agenda.moved),
    ("changes", changes.step_by_step),
    ("overview", overview.on_the_wall),
    ("overview", overview.worth_taking_up),
    ("employments", employments.by_month),
    ("employments", employments.persons_so_far),
    ("trainings", trainings.by_month),
    ("employers", employers.met_and_clients),
    ("employers", employers.encounters_by_month),
    ("region", _without_clients(region.unemployment)),
    ("region", _without_clients(region.structural)),
    ("network", _without_clients(network.pilots)),
    *(("network", _without_clients(maker)) for maker in other_projects.MATRICES[:2]),
    ("goals", _without_clients(goals.lessons)),
    ("agenda", _until_it_ends(decisions.to_decide)),
    ("agenda", _until_it_ends(decisions.risks)),
)
"""Page and maker of each screen, in order: from what was decided to what is to be decided."""
