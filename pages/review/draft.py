"""Pitävätkö luonnoksen luvut paikkansa? Are the numbers of a draft right?"""

from mittaristo.ui import draft

draft.show()
