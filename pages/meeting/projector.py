"""Kokouksen valkokangas. On the wall at a meeting."""

from mittaristo.panels.projector import SCREENS
from mittaristo.ui import projector

projector.show(SCREENS)
