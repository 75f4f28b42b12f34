"""Ollaanko aikataulussa? On course?"""

from mittaristo.charts import targets as charts_targets
from mittaristo.transforms import tables, targets
from mittaristo.ui import session
from mittaristo.ui.components import attention, cards, coming, page

shown = session.current()
_, language = shown.translate, shown.language

ended = shown.manifest.as_of >= shown.manifest.ends_on
question = _("{project}: were the targets reached?") if ended else _("{project}: on course?")
page.heading(
    question.format(project=shown.project["name"]),
    shown.project["about"][language],
)
cards.cards(
    shown,
    shown.measures(
        "clients_employed",
        "clients_served",
        "employer_clients",
        "employers_met",
        "card_training_attendances",
    ),
)
aimed = targets.with_targets(
    targets.beside_targets(shown.whole_project(), list(shown.labels()), shown.labels(), language)
)
course, beside, below = page.three_places()
if not aimed.is_empty():
    with course:
        page.chart(
            shown,
            "towards-targets",
            _("Targets reached: {reached} of {all}. Time elapsed: {elapsed}").format(
                reached=targets.reached(aimed),
                all=aimed.height,
                elapsed=shown.elapsed(),
            ),
            lambda setting: charts_targets.bullets(aimed, setting),
            alt_text=page.said_row_by_row(shown, aimed, "label", "both"),
            table=tables.headed(
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
else:
    with course:
        page.no_targets(shown)
with beside:
    attention.attention(shown)
with below:
    coming.coming_next(shown)
page.employments_over_time(shown)
page.published(shown)
