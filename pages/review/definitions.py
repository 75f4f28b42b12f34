"""Mitä lasketaan? What is counted?"""

from mittaristo.panels.review import definitions
from mittaristo.ui import page

page.show(*definitions.PAGE)
