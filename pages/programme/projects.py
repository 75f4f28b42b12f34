"""Miten hankkeet etenevät? How are the projects getting on?"""

from mittaristo.ui import session
from mittaristo.ui.special_pages import programme

programme.show(session.reader())
