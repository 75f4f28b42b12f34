"""Miksi 37 eikä 200? Why 37, not 200?"""

from mittaristo.panels import employers
from mittaristo.ui import page

page.show(
    employers.heading,
    employers.not_kept,
    employers.notes,
    employers.cards,
    employers.met_and_clients,
    employers.encounters_by_month,
    employers.groups,
    employers.as_published,
)
