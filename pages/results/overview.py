"""Ollaanko aikataulussa? On course?"""

from mittaristo import charts, transforms
from mittaristo.ui import page, view

shown = view.current()
_, language = shown.translate, shown.language

page.heading(
    _("{project}: where do we stand?").format(project=shown.project["name"]),
    shown.project["about"][language],
)
measures = shown.measures(
    "clients_employed",
    "clients_served",
    "card_training_attendances",
    "employers_met",
    "employer_clients",
)
page.cards(shown, measures)

aimed = transforms.with_targets(
    transforms.beside_targets(shown.whole_project(), list(shown.labels()), shown.labels(), language)
)
if not aimed.is_empty():
    page.chart(
        shown,
        "towards-targets",
        _("How far we are from each target, and how much time has passed"),
        lambda setting: charts.bullets(aimed, setting),
        alt_text=page.said_of(shown, aimed["measure"]),
        table=transforms.headed(
            aimed,
            {
                "label": _("Figure"),
                "said": _("Value"),
                "aim": _("Target"),
                "reached": _("Reached"),
                "due": _("Due on"),
                "passed": _("Time elapsed"),
            },
        ),
        measures=aimed["measure"],
    )
page.employments_over_time(shown)
page.published(shown)
