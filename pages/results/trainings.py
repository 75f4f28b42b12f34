"""Mikä kortti, millä kielellä? Which card, which language?"""

from mittaristo.charts import trainings as charts_trainings
from mittaristo.i18n.formats import uncapped
from mittaristo.transforms import months, tables, trainings
from mittaristo.ui import session
from mittaristo.ui.components import cards, coming, page

shown = session.current()
_, language = shown.translate, shown.language
figures = ("trainings_by_language_and_card", "attendances_by_language_and_month")

if not shown.keeps(*figures):
    page.heading(_("Which training, in which language?"))
    behind = {"trainings": "trainings_held", "attendances": "training_attendances"}
    page.not_kept(shown, *(table for table in behind if not shown.measures(behind[table])))
    cards.cards(shown, shown.measures("trainings_held"))
    coming.coming_trainings(shown)
else:
    grid = trainings.training_grid(shown.figure(figures[0]), language)
    page.heading(
        _("Which training, in which language?"),
        _("Trainings held: {held}. Attendances: {attendances}. Coming: {coming}.").format(
            held=shown.number("trainings_held"),
            coming=months.total(grid, "coming", language),
            attendances=shown.number("training_attendances"),
        ),
    )
    training, of_training = months.most(grid, "training", "attendances", language)
    spoken, of_language = months.most(grid, "spoken", "attendances", language)
    cards.cards(shown, ["trainings_held", "training_attendances", "card_training_attendances"])
    page.chart(
        shown,
        "trainings-by-language",
        _(
            "Most attended: {training} ({of_training}), and by language {spoken} ({of_language})"
        ).format(
            training=uncapped(training),
            of_training=of_training,
            spoken=spoken,
            of_language=of_language,
        ),
        lambda setting: charts_trainings.grid_of_trainings(grid, setting),
        alt_text=page.said_row_by_row(shown, grid, "training", "spoken", "attended"),
        table=tables.headed(
            grid,
            {
                "training": _("Training"),
                "spoken": _("Language"),
                "held_said": _("Held"),
                "attended": _("Attendances"),
                "awaited": _("Coming"),
            },
        ),
        figures=figures[:1],
        note=_(
            "A disc and its number: how many attended."
            " A dashed ring: how many more trainings are coming."
        ),
        measures=["trainings_held", "training_attendances"],
    )
    coming.coming_trainings(shown)
    page.month_by_month(
        shown,
        figures[1],
        "language",
        "attendances",
        _("Attendances month by month, by the language of the training"),
        ["training_attendances", "card_training_attendances"],
    )
    page.published(shown, ["trainings_held", "training_attendances", "card_training_attendances"])
