"""Mikä on muuttunut? What has changed?"""

from mittaristo.panels.meeting import changes
from mittaristo.ui import page

page.show(*changes.PAGE)
