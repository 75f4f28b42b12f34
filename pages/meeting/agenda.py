"""Mistä päätetään? What do we decide?"""

from mittaristo.panels import agenda
from mittaristo.ui import page

page.show(*agenda.PAGE)
