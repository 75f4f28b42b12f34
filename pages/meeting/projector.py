"""Kokouksen valkokangas. On the wall at a meeting."""

from mittaristo.panels.meeting.projector import SCREENS
from mittaristo.ui.special_pages import projector

projector.show(SCREENS)
