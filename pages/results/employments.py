"""Kuinka moni sai työtä? How many found work?"""

from mittaristo.panels.results import employments
from mittaristo.ui import page

page.show(*employments.PAGE)
