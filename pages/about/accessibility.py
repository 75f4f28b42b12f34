"""Onko mittaristo saavutettava? Is the dashboard accessible?"""

from mittaristo.ui.special_pages import about

about.show(about.ACCESSIBILITY)
