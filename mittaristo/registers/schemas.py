"""The tables of a snapshot: one schema a table."""

from collections.abc import Mapping
from functools import cache

import dataframely as dy
import polars as pl

from mittaristo.i18n.translation import N_
from mittaristo.registers.columns import (
    ADDED_LATER,
    amount,
    code,
    identifier,
    language,
    measure,
    month,
    municipality,
    name_of_row,
    pattern,
    project_day,
    public_text,
    survey_word,
    word,
    year,
)

SOURCE_ROW = "source_row"
"""The row of the source as its reader counts it. It serves the messages and is never stored."""

INSTRUCTIONS = ("ohje", "instructions")
"""The sheet of a register workbook that explains the others."""

INVENTED = "invented"
"""A sheet or file of this name beside the registers marks them all as invented."""


class Register(dy.Schema):
    """A table. Rules are named column__rule__other[__value]; see rules.RULES."""

    source_row = dy.Int64()


class Clients(Register):
    client_id = identifier("client", primary_key=True)
    joined_on = project_day()
    gender = code("woman", "man", "non_binary", "unknown")
    birth_year = year(least=1900, most=2020)
    first_language = language("unknown")
    citizenship = code("fi", "eu", "third_country", "unknown")
    municipality = municipality()
    education_isced = dy.Int64(nullable=True, min=0, max=8)
    closed_on = dy.Date(nullable=True)

    @dy.rule()
    def closed_on__order__joined_on(cls) -> pl.Expr:  # noqa: N805
        return pl.col("closed_on") >= pl.col("joined_on")


STATUSES = ("unemployed", "student", "employed", "self_employed", "other_inactive")
FORMS = ("none", "submitted", "accepted")


class Participations(Register):
    participation_id = identifier("participation", primary_key=True)
    client_id = identifier("client", references="clients")
    started_on = project_day()
    status_at_start = code(*STATUSES, nullable=True)
    unemployed_months_at_start = dy.Int64(nullable=True, min=0, max=600)
    start_form = code(*FORMS)
    ended_on = dy.Date(nullable=True)
    status_at_end = code(*STATUSES, nullable=True)
    qualification_gained = dy.Bool(nullable=True)
    end_form = code(*FORMS)
    status_after_6_months = code(*STATUSES, nullable=True)

    @dy.rule()
    def ended_on__order__started_on(cls) -> pl.Expr:  # noqa: N805
        return pl.col("ended_on") >= pl.col("started_on")

    @dy.rule()
    def ended_on__expected__end_form(cls) -> pl.Expr:  # noqa: N805
        return (pl.col("end_form") == "none") | pl.col("ended_on").is_not_null()

    @dy.rule()
    def ended_on__expected__status_at_end(cls) -> pl.Expr:  # noqa: N805
        return pl.col("status_at_end").is_null() | pl.col("ended_on").is_not_null()


class Services(Register):
    service_id = identifier("service", primary_key=True)
    client_id = identifier("client", references="clients")
    service = code(
        "job_search_guidance",
        "cv_workshop",
        "job_search_training",
        "career_coaching",
        "training",
        "recruitment_support",
    )
    given_on = project_day()


class Trainings(Register):
    training_id = name_of_row(primary_key=True)
    title = public_text()
    kind = code("card", "short", "job_search", "career", "other")
    card = code(
        "occupational_safety",
        "hygiene_passport",
        "alcohol_serving",
        "emergency_first_aid",
        "hot_work",
        nullable=True,
    )
    language = language()
    starts_on = project_day()
    ends_on = project_day()
    municipality = municipality()
    seats = dy.Int64(min=1, max=100_000)
    cost_eur = amount(least=0, nullable=True)

    @dy.rule()
    def ends_on__order__starts_on(cls) -> pl.Expr:  # noqa: N805
        return pl.col("ends_on") >= pl.col("starts_on")

    @dy.rule()
    def card__needs__kind__card(cls) -> pl.Expr:  # noqa: N805
        return (pl.col("kind") == "card") == pl.col("card").is_not_null()


class Attendances(Register):
    training_id = name_of_row(primary_key=True, references="trainings")
    client_id = identifier("client", primary_key=True, references="clients")
    outcome = code("enrolled", "completed", "failed", "absent")


class Employers(Register):
    employer_id = identifier("employer", primary_key=True)
    industry = pattern(
        "^[A-VX]$", N_("the letter of the industry's main class, such as F; X where it is unknown")
    )
    municipality = municipality()
    staffing_firm = dy.Bool()
    client_since = project_day(nullable=True)


class Encounters(Register):
    encounter_id = name_of_row(primary_key=True)
    employer_id = identifier("employer", references="employers")
    met_on = project_day()
    channel = code("event", "visit", "call", "other")
    event = name_of_row(nullable=True, references="milestones")


class Assessments(Register):
    assessment_id = name_of_row(primary_key=True)
    employer_id = identifier("employer", references="employers")
    made_on = project_day()
    profiles_sent = dy.Int64(min=0, max=100_000)


class Employments(Register):
    employment_id = identifier("employment", primary_key=True)
    client_id = identifier("client", references="clients")
    employer_id = identifier("employer", nullable=True, references="employers")
    started_on = project_day()
    support = code("direct", "other")
    contract = code("permanent", "temporary", "self_employed", "unknown")
    via_staffing_firm = dy.Bool()
    evidence = code("contract", "employer", "client", "survey", "unknown", nullable=True)


class Partners(Register):
    partner_id = name_of_row(primary_key=True)
    name = public_text()
    sector = word()
    since = dy.Date()


PURCHASES = ("card_training", "short_training", "campaign", "other")


class Purchases(Register):
    purchase_id = name_of_row(primary_key=True)
    category = code(*PURCHASES)
    ordered_on = project_day()
    amount_eur = amount()


class Budget(Register):
    category = code(*PURCHASES, primary_key=True)
    amount_eur = amount()
    valid_from = dy.Date(primary_key=True)


PILOT_STAGES = ("described", "piloted", "launched", "productised", "handed_over", "dropped")
"""In the order in which a new service goes through them."""


class Pilots(Register):
    pilot_id = name_of_row(primary_key=True)
    name = public_text()
    stage = code(*PILOT_STAGES)
    stage_since = dy.Date()


class Practices(Register):
    practice_id = name_of_row(primary_key=True)
    name = public_text()
    municipality = municipality(nullable=True)
    carried_on_by = public_text(nullable=True)
    state = code("project", "handed_over", "established", "ended")


PIECES_OF_WORK = ("campaign", "deliverable")
"""Kinds of milestones that may have no day yet."""


class Milestones(Register):
    milestone_id = name_of_row(primary_key=True)
    on = dy.Date(nullable=True)
    kind = word()
    title_fi = public_text()
    title_en = public_text()
    municipality = municipality(nullable=True, later=True)
    done = dy.Bool()

    @dy.rule()
    def on__needs_day__kind(cls) -> pl.Expr:  # noqa: N805
        return pl.col("on").is_not_null() | pl.col("kind").is_in(PIECES_OF_WORK)


class Surveys(Register):
    survey_id = name_of_row(primary_key=True)
    asked_on = dy.Date()
    question = survey_word(
        N_(
            "one word in small letters a-z, with _ between its parts; the figure of those in need"
            " of support reads needs_support"
        ),
        primary_key=True,
    )
    answer = survey_word(
        N_(
            "one word in small letters a-z, with _ between its parts; to the question needs_support"
            " yes or no, of which the figure reads yes"
        ),
        primary_key=True,
    )
    respondents = dy.Int64(min=0, max=10_000_000)


class Goals(Register):
    goal_id = name_of_row(primary_key=True)
    level = code("strategic", "operational")
    parent = name_of_row(nullable=True, references="goals")
    title_fi = public_text()
    title_en = public_text()
    measure = measure(nullable=True)
    outcome = code("reached", "partly", "not_reached", "open")
    basis_fi = public_text()
    basis_en = public_text()
    interpreted = dy.Bool(nullable=True, metadata=ADDED_LATER)


class Targets(Register):
    measure = measure(primary_key=True)
    value = dy.Float64(min=0, max=1e12)
    valid_from = dy.Date(primary_key=True)
    due_on = dy.Date()


class Notes(Register):
    note_id = name_of_row(primary_key=True)
    on = dy.Date()
    kind = code("decision", "risk", "comment", "question", "answer", "reason", "lesson")
    measure = measure(nullable=True)
    expected = dy.Float64(nullable=True, min=-1e12, max=1e12, metadata=ADDED_LATER)
    text_fi = public_text()
    text_en = public_text()
    role = public_text()
    due_on = dy.Date(nullable=True)
    done = dy.Bool(nullable=True)


class Estimates(Register):
    indicator = pattern(
        "^EEC[OR][0-9]{2}$", N_("the indicator's code, such as EECO14"), primary_key=True
    )
    woman = dy.Int64(min=0, max=10_000_000)
    man = dy.Int64(min=0, max=10_000_000)
    non_binary = dy.Int64(min=0, max=10_000_000)
    method = public_text()
    estimated_on = dy.Date(primary_key=True)


WORDS = "^[a-z][a-z0-9_]*(;[a-z][a-z0-9_]*)*$"


class Projects(Register):
    project_id = name_of_row(primary_key=True)
    name = public_text()
    organisation = public_text()
    starts_on = dy.Date()
    ends_on = dy.Date()
    activities = pattern(
        WORDS,
        N_("words in small letters with ; between them, such as coaching;workshops"),
    )
    matrices = pattern(
        WORDS,
        N_("words in small letters with ; between them, such as employment;employers"),
        later=True,
        nullable=True,
    )

    @dy.rule()
    def ends_on__order__starts_on(cls) -> pl.Expr:  # noqa: N805
        return pl.col("ends_on") >= pl.col("starts_on")


class LabourMarket(Register):
    area = public_text()
    month = month()
    measure = word()
    sex = code("woman", "man", nullable=True)
    value = dy.Float64(nullable=True, min=-1e12, max=1e12)
    regime = public_text(nullable=True)
    source = public_text()
    retrieved_on = dy.Date()
    licence = public_text(nullable=True, later=True)
    invented = dy.Bool(nullable=True, metadata=ADDED_LATER)


class Published(Register):
    measure = measure()
    kind = code("actual", "target")
    value = dy.Float64(min=-1e12, max=1e12)
    qualifier = code("exact", "about", "almost", "just under")
    unit = public_text()
    as_of = dy.Date(nullable=True)
    as_of_basis = code("stated", "assumed", nullable=True)
    period_from = dy.Date(nullable=True)
    period_to = dy.Date(nullable=True)
    source = public_text(nullable=True)
    place = public_text(nullable=True)
    note = public_text(nullable=True)
    note_fi = public_text(nullable=True, later=True)
    title_fi = public_text(nullable=True, later=True)
    title_en = public_text(nullable=True, later=True)

    @dy.rule()
    def period_to__order__period_from(cls) -> pl.Expr:  # noqa: N805
        return pl.col("period_to") >= pl.col("period_from")


TABLES: Mapping[str, type[Register]] = {
    "clients": Clients,
    "participations": Participations,
    "services": Services,
    "trainings": Trainings,
    "attendances": Attendances,
    "employers": Employers,
    "encounters": Encounters,
    "assessments": Assessments,
    "employments": Employments,
    "partners": Partners,
    "purchases": Purchases,
    "budget": Budget,
    "pilots": Pilots,
    "practices": Practices,
    "milestones": Milestones,
    "surveys": Surveys,
    "goals": Goals,
    "targets": Targets,
    "notes": Notes,
    "estimates": Estimates,
    "projects": Projects,
    "labour_market": LabourMarket,
    "published": Published,
}

IDENTIFYING: Mapping[str, tuple[str, ...]] = {"clients": ("identity_code", "name", "birth_date")}
"""Columns that may arrive beside a table's own. The birth date gives the birth year where that is
missing; none of them is ever stored or shown."""


@cache
def columns(table: str) -> Mapping[str, dy.Column]:
    """A table's own columns in order, the key first."""
    return {name: kind for name, kind in TABLES[table].columns().items() if name != SOURCE_ROW}


def refers(kind: dy.Column | None) -> bool:
    """Whether cells of a column name a row of another table."""
    return kind is not None and bool((kind.metadata or {}).get("references"))


def is_amount(kind: dy.Column | None) -> bool:
    """Whether the cells of a column are numbers that are added up."""
    is_number = isinstance(kind, dy.Float64 | dy.Int64)
    return is_number and kind is not None and not (kind.metadata or {}).get("year")


@cache
def stored_schema(table: str) -> Mapping[str, pl.DataType]:
    """Column → type of a stored table."""
    return {name: column.dtype for name, column in columns(table).items()}


def empty(table: str) -> pl.DataFrame:
    """The table with no rows."""
    return pl.DataFrame(schema=stored_schema(table))


Registers = Mapping[str, pl.DataFrame]
"""Table → its rows as they are stored. A table that the project does not keep is absent."""
