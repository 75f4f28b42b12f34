"""Mitä on julkaistu? What has been published?"""

from mittaristo.panels.review import snapshots
from mittaristo.ui import page
from mittaristo.ui.components import verify

page.show(*snapshots.FIRST)
verify.offer()
page.show(*snapshots.COMPARED)
