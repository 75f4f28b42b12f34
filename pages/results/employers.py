"""Miksi 37 eikä 200? Why 37, not 200?"""

from mittaristo.charts import employers as charts_employers
from mittaristo.transforms import employers, tables, targets
from mittaristo.ui import session
from mittaristo.ui.components import cards, page

shown = session.current()
_, language = shown.translate, shown.language
measures = shown.measures("employer_clients", "employers_met", "encounters", "assessments")

if not measures:
    page.heading(_("How many employers are with us?"))
    page.not_kept(shown, "employers", "encounters", "assessments")
else:
    values = shown.whole_project()
    pair = shown.measures("employer_clients", "employers_met") or measures[:1]
    groups = targets.beside_targets(values, pair, shown.labels(), language)
    if shown.keeps("employers_by_contact"):
        groups = employers.employer_groups(
            shown.figure("employers_by_contact"),
            values,
            {
                "client": _("Employer clients"),
                "met": _("Employers met"),
                "assessed": _("Needs assessed"),
                "recruited": _("Hired a project client"),
            },
            _("{count} of them employer clients"),
            language,
        )
    short = targets.short_of_target(values, "employer_clients", language)
    page.heading(
        _("Why {value}, not {target}?").format(**short)
        if short
        else _("How many employers are with us?"),
        _("Groups of employers overlap, and none is a step towards another.")
        if groups.height > 1
        else "",
    )
    page.notes(shown, measures)
    cards.cards(shown, measures)
    page.chart(
        shown,
        "employers-met-and-clients",
        page.numbers_of(shown, pair),
        lambda setting: charts_employers.bars_with_target(groups, setting),
        alt_text=page.said_row_by_row(
            shown, groups, "label", "beside" if "beside" in groups else "said"
        ),
        table=tables.headed(
            groups,
            {
                "label": _("Figure"),
                "said": _("Value"),
                **({"of_them": _("Of them employer clients")} if "of_them" in groups else {}),
                "aim": _("Target"),
            },
        ),
        note=_(
            "Needs assessed: at least one assessment. Hired: at least one project client has found"
            " work there. The thin line within a bar: those of them that are employer clients."
        )
        if shown.keeps("employers_by_contact")
        else "",
        measures=measures,
        figures=["employers_by_contact"] if shown.keeps("employers_by_contact") else [],
    )
    if shown.keeps("encounters_by_month_and_channel"):
        page.month_by_month(
            shown,
            "encounters_by_month_and_channel",
            "channel",
            "encounters",
            _("Encounters month by month. Most often: {most}, {count} of {all}"),
            ["encounters"],
        )
    page.published(shown, measures)
