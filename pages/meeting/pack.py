"""Mitä jäsenet saavat? What will members get?"""

from mittaristo.ui import pack

pack.show()
