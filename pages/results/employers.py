"""Keitä työnantajia on tavattu? Which employers have been met?"""

from mittaristo import charts, transforms
from mittaristo.ui import page, view

shown = view.current()
_, language = shown.translate, shown.language
measures = shown.measures("employers_met", "employer_clients", "encounters")

if not measures:
    page.not_kept(shown)
else:
    compared = transforms.beside_targets(
        shown.whole_project(), measures[:2], shown.labels(), language
    )
    page.heading(
        _("How many employers are with us?"),
        page.numbers_of(shown, measures),
    )
    page.cards(shown, measures)
    page.chart(
        shown,
        "employers-met-and-clients",
        _("Employers met and employer clients are different groups"),
        lambda setting: charts.bars_with_target(compared, setting),
        alt_text=page.said_of(shown, measures),
        table=transforms.headed(
            compared, {"label": _("Figure"), "said": _("Value"), "aim": _("Target")}
        ),
        measures=measures,
    )
    if shown.keeps("encounters_by_month_and_channel"):
        months = transforms.by_month(
            shown.figure("encounters_by_month_and_channel"), "channel", "encounters", language
        )
        page.chart(
            shown,
            "encounters-by-month",
            _("Encounters month by month, by how the employer was met"),
            lambda setting: charts.stacked_months(months, page.milestones(shown), setting),
            alt_text=page.said_of(shown, ["encounters"]),
            table=transforms.spread(
                months, ("written", _("Month")), "category", "count", language, newest_first="on"
            ),
            figures=["encounters_by_month_and_channel"],
            measures=["encounters"],
        )
    page.published(shown, measures)
