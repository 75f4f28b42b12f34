"""The few numbers that matter, each in a card."""

import html

from mittaristo.panels.parts.panel import Cards

CARD = """
<li>
  <span class="name">{name}</span>
  <span class="value">{value}</span>
  <span class="change">{change}</span>
  <span class="aim">{aim}</span>
</li>
"""


def written(cards: Cards) -> str:
    """Their HTML: what they are compared with, and a list."""
    shown = "".join(
        CARD.format(
            name=html.escape(card.name),
            value=card.value,
            aim=card.aim,
            change="<br>".join(card.change),
        )
        for card in cards.cards
    )
    since = f'<p class="since">{html.escape(cards.since)}</p>' if cards.since else ""
    return f'{since}<ul class="cards" style="--across: {len(cards.cards)}">{shown}</ul>'
