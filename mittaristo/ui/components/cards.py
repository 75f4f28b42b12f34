"""The few numbers that matter, each in a card."""

import html

from mittaristo.panels.parts.panel import Card, Cards
from mittaristo.reports.origin import Origin

CARD = """
<li>
  {number}
  <span class="change">{change}</span>
  <span class="aim">{aim}</span>
</li>
"""


def written(cards: Cards, origin: Origin) -> str:
    """Their HTML: what they are compared with, and a list; a number leads to its origin."""
    shown = "".join(
        CARD.format(
            number=_number(card, origin),
            aim=card.aim,
            change="<br>".join(card.change),
        )
        for card in cards.cards
    )
    since = f'<p class="since">{html.escape(cards.since)}</p>' if cards.since else ""
    return f'{since}<ul class="cards" style="--across: {len(cards.cards)}">{shown}</ul>'


def _number(card: Card, origin: Origin) -> str:
    """What it is and what it comes to, as one link where it is a measure's."""
    said = (
        f'<span class="name">{html.escape(card.name)}</span>\n'
        f'<span class="value">{card.value}</span>'
    )
    if not card.measure:
        return said
    return f'<a href="{html.escape(origin.of_figure(card.measure))}" target="_self">{said}</a>'
