"""Ollaanko aikataulussa? On course?"""

from mittaristo import charts, transforms
from mittaristo.ui import page, view

shown = view.current()
_, language, manifest = shown.translate, shown.language, shown.manifest

page.heading(
    _("{project}: where do we stand?").format(project=shown.project["name"]),
    shown.project["about"][language],
)
measures = shown.measures(
    "clients_employed",
    "employments",
    "card_training_attendances",
    "employers_met",
    "employer_clients",
)
page.cards(shown, measures)

aimed = transforms.with_targets(
    transforms.beside_targets(shown.whole_project(), list(shown.labels()), shown.labels(), language)
)
elapsed = transforms.share_of_time(manifest.starts_on, manifest.ends_on, manifest.as_of)
if not aimed.is_empty():
    page.chart(
        shown,
        "towards-targets",
        _("How far we are from each target, and how much time has passed"),
        lambda setting: charts.bullets(aimed, elapsed, setting),
        alt_text=page.said_of(shown, aimed["measure"]),
        table=transforms.headed(
            aimed, {"label": _("Figure"), "said": _("Value"), "aim": _("Target")}
        ),
        measures=aimed["measure"],
    )
page.employments_over_time(shown)
page.published(shown)
