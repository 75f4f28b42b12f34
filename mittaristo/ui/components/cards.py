"""The few numbers that matter, each in a card."""

import html

from mittaristo.panels.parts.panel import Card, Cards
from mittaristo.reports.origin import Origin
from mittaristo.ui.components.below import link_to

CARD = """
<li>
  <span class="name">{name}</span>
  <span class="value">{value}</span>
  <span class="change">{change}</span>
  <span class="aim">{aim}</span>
</li>
"""


def written(cards: Cards, origin: Origin) -> str:
    """Their HTML: what they are compared with, and a list; a name leads to the figure's origin."""
    shown = "".join(
        CARD.format(
            name=_name(card, origin),
            value=card.value,
            aim=card.aim,
            change="<br>".join(card.change),
        )
        for card in cards.cards
    )
    since = f'<p class="since">{html.escape(cards.since)}</p>' if cards.since else ""
    return f'{since}<ul class="cards" style="--across: {len(cards.cards)}">{shown}</ul>'


def _name(card: Card, origin: Origin) -> str:
    if not card.measure:
        return html.escape(card.name)
    return link_to(origin.of_figure(card.measure), card.name)
