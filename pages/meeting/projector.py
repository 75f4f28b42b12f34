"""Kokouksen valkokangas. On the wall at a meeting."""

from mittaristo.panels.meeting.projector import SCREENS
from mittaristo.ui import projector

projector.show(SCREENS)
