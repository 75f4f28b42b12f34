"""Refusal: the one exception that is a sentence for the reader, with its remedy."""

import datetime as dt
import os
from typing import Any

from mittaristo.i18n.formats import day
from mittaristo.i18n.translation import Language, translator


class Refusal(Exception):
    """Nothing was done, and why: a sentence of the catalogue, and what to put into it.

    `place`: what is wrong, where the sentence alone does not say it; `before` says it before the
    sentence. `usage`: what was given cannot be used, whatever the registers hold.
    """

    def __init__(
        self,
        sentence: str,
        *,
        place: str = "",
        before: str = "{where}:",
        usage: bool = False,
        **details: Any,
    ) -> None:
        super().__init__(": ".join(filter(None, (place, sentence.format(**details)))))
        self.sentence, self.details = sentence, details
        self.place, self.before, self.usage = place, before, usage


def in_words(refusal: Refusal | OSError, language: Language) -> str:
    """The sentence of a refusal, or of a disk that failed, with its remedy."""
    _ = translator(language)
    if isinstance(refusal, OSError):
        reason = os.strerror(refusal.errno) if refusal.errno else type(refusal).__name__
        return _("A file or the disk could not be used ({reason}).").format(reason=reason)
    details = {
        name: day(value, language) if isinstance(value, dt.date) else value
        for name, value in refusal.details.items()
    }
    said = _(refusal.sentence).format(**details)
    if not refusal.place:
        return said
    return " ".join((_(refusal.before).format(where=refusal.place), said))
