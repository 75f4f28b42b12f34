"""Charts as the panels of every page draw them."""

from collections.abc import Iterator, Mapping

from mittaristo.access import ROLES
from mittaristo.charts.specification import Specification
from mittaristo.i18n.translation import LANGUAGES
from mittaristo.panels.parts.panel import Panel
from mittaristo.panels.parts.view import View
from mittaristo.snapshots import reading
from mittaristo.snapshots.reading import open_snapshot
from tests.lib.builders import BUNDLED
from tests.lib.pages import makers


def bundled_charts(*, in_every_way: bool) -> Mapping[str, Specification]:
    """Every chart of the bundled snapshots.

    in_every_way: in both languages, light and dark, for both roles; otherwise each once, and the
    newest also in dark and English for the team.
    """
    return {
        f"{block.id} {view.as_of} {view.language} {view.role} {'dark' if view.dark else 'light'}": (
            block.chart
        )
        for view in _views(in_every_way=in_every_way)
        for maker in makers()
        if isinstance(block := maker(view), Panel) and block.chart is not None
    }


def _views(*, in_every_way: bool) -> Iterator[View]:
    earlier, numbers = None, reading.numbers(BUNDLED)
    for number in numbers:
        figures = open_snapshot(BUNDLED, number).figures
        ways = [(language, role, dark) for language in LANGUAGES for role in ROLES for dark in DARK]
        if not in_every_way:
            ways = [ways[0], ways[-1]] if number == numbers[-1] else [ways[0]]
        for language, role, dark in ways:
            yield View(figures, language, earlier, role, dark)
        earlier = figures.as_of


DARK = (False, True)
