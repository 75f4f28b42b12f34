"""What tests of whole reports share: the newest bundled snapshot, and a report of it."""

import pytest

from mittaristo.i18n.translation import LANGUAGES
from mittaristo.panels.parts.view import View
from mittaristo.reports.origin import Origin
from mittaristo.reports.whole.contents import Contents, contents
from mittaristo.snapshots.reading import Snapshot, open_snapshot
from tests.lib.builders import BUNDLED, day


@pytest.fixture(scope="session")
def snapshot() -> Snapshot:
    return open_snapshot(BUNDLED, 5)


FI_FIRST = [one if one == "fi" else pytest.param(one, marks=pytest.mark.long) for one in LANGUAGES]
"""The other language is made in the larger sweep."""


@pytest.fixture(scope="session", params=FI_FIRST)
def report(request: pytest.FixtureRequest, snapshot: Snapshot) -> Contents:
    view = View(snapshot.figures, request.param, day("2025-12-31"))
    return contents(snapshot, Origin.of(snapshot, view))
