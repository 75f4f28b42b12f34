"""Keitä hanke on palvellut? Whom has the project served?"""

from mittaristo.panels.results import clients
from mittaristo.ui import page

page.show(*clients.PAGE)
