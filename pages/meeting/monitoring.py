"""Mitä rahoittajalle raportoidaan? What is reported to the funder?"""

from mittaristo.panels.meeting import monitoring
from mittaristo.ui import page

page.show(*monitoring.PAGE)
