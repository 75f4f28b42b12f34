"""What the library refuses, as sentences in the reader's language."""

import datetime as dt
import os

from mittaristo.mapping import MappingError
from mittaristo.privacy import KeyMissing
from mittaristo.project import ProjectError
from mittaristo.texts import Language, day, translator
from mittaristo.writing import StoreRefuses

Refusal = ProjectError | MappingError | StoreRefuses | KeyMissing | OSError
REFUSALS = (ProjectError, MappingError, StoreRefuses, KeyMissing, OSError)


def in_words(refusal: Refusal, language: Language) -> str:
    """The sentence of a refusal, with its remedy."""
    _ = translator(language)
    if isinstance(refusal, ProjectError):
        return refusal.sentence(_)
    if isinstance(refusal, MappingError):
        where = _("Mapping, {where}:").format(where=refusal.where)
        said = _(refusal.sentence).format(**refusal.details)
        return f"{where} {said}"
    if isinstance(refusal, StoreRefuses):
        details = {
            name: day(value, language) if isinstance(value, dt.date) else value
            for name, value in refusal.details.items()
        }
        return _(refusal.sentence).format(**details)
    if isinstance(refusal, KeyMissing):
        return _(
            "The key of the pseudonyms was not found at {path}."
            " Set MITTARISTO_KEY_FILE to where it lies; a new project gets its key from: new."
        ).format(path=refusal)
    reason = os.strerror(refusal.errno) if refusal.errno else type(refusal).__name__
    return _("A file or the disk could not be used ({reason}).").format(reason=reason)
