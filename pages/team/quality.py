"""Ovatko rekisterit kunnossa? Are the registers complete?"""

from mittaristo.panels.team import quality
from mittaristo.ui import page, session
from mittaristo.ui.special_pages import worklists

page.show(*quality.FIRST)
worklists.show(session.reader())
page.show(*quality.LAST)
