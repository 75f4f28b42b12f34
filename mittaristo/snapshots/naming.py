"""What a snapshot is called beside its day: the name of a meeting, or what it was published for."""

import datetime as dt

from mittaristo.i18n.translation import Language, translator
from mittaristo.project import Project
from mittaristo.snapshots.manifest import PURPOSE_NAMES, Purpose


def name_of(project: Project, as_of: dt.date, purpose: Purpose, language: Language) -> str:
    """Its name; empty for a meeting that has none, which is what a day alone means.

    A weekly snapshot does not bear the name of a meeting: it is the team's.
    """
    _ = translator(language)
    if purpose == "weekly":
        return _("weekly, team only")
    if as_of in project.meetings:
        return project.meetings[as_of][language]
    return "" if purpose == "meeting" else _(PURPOSE_NAMES[purpose])
