"""Mitä on tullut, ja mitä puuttuu? What has come in, and what is missing?"""

from mittaristo.panels.team import week
from mittaristo.ui import page

page.show(*week.PAGE)
