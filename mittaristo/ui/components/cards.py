"""The few numbers that matter, each in a card."""

import html

from mittaristo.panels.panel import Card, Cards

CARD = """
<li>
  <span class="value">{value}</span>
  <span class="name">{name}</span>
  <span class="change">{change}</span>
  <span class="aim">{aim}</span>
</li>
"""
BAR = """
<span class="bar" aria-hidden="true">
  <span style="width: {reached:.1f}%; background: {colour}"></span>
  <i style="left: {target:.1f}%"></i>
</span>
<span>{words}</span>
"""


def written(cards: Cards) -> str:
    """Their HTML, as a list."""
    shown = "".join(
        CARD.format(
            name=html.escape(card.name),
            value=card.value,
            aim=_bar(card),
            change="<br>".join(card.change),
        )
        for card in cards.cards
    )
    return f'<ul class="cards" style="--across: {len(cards.cards)}">{shown}</ul>'


def _bar(card: Card) -> str:
    """A bar towards the target, and the share in words; nothing where there is none."""
    if card.share is None:
        return ""
    return BAR.format(
        reached=100 * min(card.share, 1),
        target=100 / max(card.share, 1),
        colour=card.colour,
        words=card.aim,
    )
