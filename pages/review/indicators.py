"""The common indicators of the ESF+, and how the employments fit to them."""

from mittaristo.panels.review import indicators
from mittaristo.ui import page

page.show(*indicators.PAGE)
