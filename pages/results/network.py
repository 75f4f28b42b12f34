"""Keiden kanssa, ja mitä jää? With whom, and what stays?"""

from mittaristo.panels.results import network
from mittaristo.ui import page

page.show(*network.PAGE)
