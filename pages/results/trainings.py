"""Mikä kortti, millä kielellä? Which card, which language?"""

from mittaristo.panels import coming, trainings
from mittaristo.ui import page

page.show(
    trainings.heading,
    trainings.not_kept,
    trainings.cards,
    trainings.by_language,
    coming.coming_trainings,
    trainings.by_month,
    trainings.as_published,
)
