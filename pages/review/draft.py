"""Pitävätkö luonnoksen luvut paikkansa? Are the numbers of a draft right?"""

from mittaristo.ui.special_pages import draft

draft.show()
