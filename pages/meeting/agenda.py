"""Mistä päätetään? What do we decide?"""

from mittaristo.panels.meeting import agenda
from mittaristo.ui import page

page.show(*agenda.PAGE)
