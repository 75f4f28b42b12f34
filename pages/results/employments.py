"""Kuinka moni sai työtä? How many found work?"""

from mittaristo.panels import employments
from mittaristo.ui import page

page.show(
    employments.heading,
    employments.not_kept,
    employments.cards,
    employments.over_time,
    employments.notes,
    employments.as_published,
)
