"""Pääsemmekö tavoitteisiin? Will we get there?"""

from mittaristo.panels.meeting import pace
from mittaristo.ui import choices, page
from mittaristo.ui.components import what_if

page.show(*pace.FIRST)
measure = choices.choose_measure(pace.measures)
what_if.ask(pace.what_if, measure)
page.show(*pace.OF_ONE, measure=measure)
