"""Kuinka moni sai työtä? How many found work?"""

from mittaristo.panels import employments
from mittaristo.ui import page

page.show(
    employments.heading,
    employments.not_kept,
    employments.cards,
    employments.by_month,
    employments.persons_so_far,
    employments.notes,
    employments.as_published,
)
