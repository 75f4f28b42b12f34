"""The project's milestones above charts over time."""

from mittaristo.panels.view import View
from mittaristo.privacy.disclosure import SafeFrame
from mittaristo.transforms.timeline import milestone_lane


def milestones(view: View) -> SafeFrame:
    """The milestones, laid out for the lane above a chart over time."""
    last = max(view.ends_on, view.as_of)
    return milestone_lane(view.figures["milestones"], view.starts_on, last, view.wording)
