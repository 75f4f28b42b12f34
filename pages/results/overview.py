"""Ollaanko aikataulussa? On course?"""

from mittaristo.panels.results import overview
from mittaristo.ui import page

page.show(*overview.PAGE)
