"""Kuinka henkilöt on suojattu? How are persons protected?"""

from mittaristo.ui.special_pages import about

about.show(about.PROTECTION)
