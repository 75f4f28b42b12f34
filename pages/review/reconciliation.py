"""Pitääkö julkaistu luku? Does what was published hold?"""

from mittaristo.panels.review import reconciliation
from mittaristo.ui import page

page.show(*reconciliation.PAGE)
