"""Mitä jäsenet saavat? What will members get?"""

from mittaristo.ui.special_pages import pack

pack.show()
