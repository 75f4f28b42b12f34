"""Miksi 37 eikä 200? Why 37, not 200?"""

from mittaristo.panels.results import employers
from mittaristo.ui import page

page.show(*employers.PAGE)
