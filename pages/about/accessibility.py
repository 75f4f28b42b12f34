"""Onko mittaristo saavutettava? Is the dashboard accessible?"""

from mittaristo.ui import about

about.show(about.ACCESSIBILITY)
