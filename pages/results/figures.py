"""Mitä on laskettu? What has been counted?"""

from mittaristo.panels.results import figures
from mittaristo.ui import page

page.show(*figures.PAGE)
