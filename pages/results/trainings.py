"""Mikä kortti, millä kielellä? Which card, which language?"""

from mittaristo.panels.results import trainings
from mittaristo.ui import page

page.show(*trainings.PAGE)
