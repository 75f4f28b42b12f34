"""Ollaanko aikataulussa? On course?"""

from mittaristo.panels import coming, employments, overview, published
from mittaristo.ui import page

page.show(
    overview.heading,
    overview.cards,
    page.ThreePlaces(
        wide=overview.towards_targets,
        beside=overview.worth_taking_up,
        below=coming.coming_next,
    ),
    employments.by_month,
    published.everything,
)
