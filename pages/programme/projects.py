"""Miten hankkeet etenevät? How are the projects getting on?"""

from mittaristo.ui import programme, session

programme.show(session.reader())
