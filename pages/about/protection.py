"""Kuinka henkilöt on suojattu? How are persons protected?"""

from mittaristo.ui import about

about.show(about.PROTECTION)
