"""Mikä kortti, millä kielellä? Which card, which language?"""

from mittaristo.panels import trainings
from mittaristo.ui import page

page.show(*trainings.PAGE)
