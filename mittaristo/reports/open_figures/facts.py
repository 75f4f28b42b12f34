"""What every format of open figures says of them: whose, of which day, under which licence."""

import datetime as dt
from dataclasses import dataclass
from typing import Self

from mittaristo.figures.model import Texts
from mittaristo.i18n.translation import LANGUAGES, Language
from mittaristo.i18n.wording import Wording, wording
from mittaristo.reports.origin import Origin


@dataclass(frozen=True)
class Facts:
    """`name`: project, day and snapshot, as an address may hold it. `notes`: what to mind."""

    name: str
    title: str
    project: str
    language: Language
    number: int
    as_of: dt.date
    published_at: dt.datetime
    synthetic: bool
    notes: Texts
    licence: str

    @classmethod
    def of(cls, origin: Origin, licence: str) -> Self:
        view, _ = origin.view, origin.view.wording
        project = view.figures.project.name
        said = _("Figures of the project {project} as of {day}")
        return cls(
            f"{origin.project}-{view.as_of.isoformat()}-{origin.number}",
            said.format(project=project, day=_.day(view.as_of)),
            project,
            view.language,
            origin.number,
            view.as_of,
            origin.published_at,
            view.figures.synthetic,
            {language: _notes(origin, wording(language)) for language in LANGUAGES},
            licence,
        )

    @property
    def published_on(self) -> dt.date:
        return self.published_at.date()


def _notes(origin: Origin, _: Wording) -> str:
    """Whether they are invented, whose they are, of which day, and who pays for the project."""
    view = origin.view
    said = _("{project}, as of {day}, snapshot {number}.").format(
        project=view.figures.project.name, day=_.day(view.as_of), number=origin.number
    )
    if view.figures.synthetic:
        invented = _("invented example data").capitalize()
        made_up = _("The rows were made up: these figures tell nothing of a real project.")
        said = f"{invented}. {made_up} {said}"
    if view.figures.project.co_funding == "esf_plus":
        funded = _("Co-funded by the European Union")
        said = f"{said} {funded}."
    return said
