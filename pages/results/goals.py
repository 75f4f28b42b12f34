"""How far the goals have come, the money, and what has been decided."""

from mittaristo.panels.results import goals
from mittaristo.ui import page

page.show(*goals.PAGE)
