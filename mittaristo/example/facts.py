"""What is known of Next Level, and what was invented around it: courses, events, proportions.

Dates of events, targets and published figures are real; trainings' sizes and all shares are not.
"""

import datetime as dt
from dataclasses import dataclass

STARTS_ON = dt.date(2023, 10, 2)
ENDS_ON = dt.date(2026, 12, 31)
PUBLISHED_DAY = dt.date(2026, 4, 30)
"""The day at which the counts are those of the newsletter."""

CLIENTS = 1000


@dataclass(frozen=True)
class Course:
    """A training as planned for 1 000 clients; `attendances` are those that went to its end."""

    starts_on: dt.date
    days: int
    title: str
    kind: str
    card: str | None
    language: str
    attendances: int


@dataclass(frozen=True)
class Event:
    """A dated event, how many employers were met there, and when it was marked as done."""

    id: str
    on: dt.date
    kind: str
    title_fi: str
    title_en: str
    employers: int = 0
    done_on: dt.date | None = None

    def done(self, as_of: dt.date) -> bool:
        """Whether it is marked as done: from its own day on, unless that came later."""
        return (self.done_on or self.on) <= as_of

    @property
    def known_on(self) -> dt.date:
        """From when the project knows of it: its own days always, a decision once it is made."""
        ahead = {"project": dt.timedelta(days=3650), "decision": dt.timedelta(0)}
        return self.on - ahead.get(self.kind, dt.timedelta(days=KNOWN_AHEAD))


KNOWN_AHEAD = 180
"""So many days before an event the project knows of it."""


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@dataclass(frozen=True)
class Note:
    """What the project has written down on a day. `done_on`: from when it counts as done."""

    id: str
    on: dt.date
    kind: str
    measure: str | None
    text_fi: str
    text_en: str
    expected: float | None = None
    due_on: dt.date | None = None
    done_on: dt.date | None = None
    role: str = "projektipäällikkö"


CARD_TITLES = {
    "occupational_safety": "Työturvallisuuskortti",
    "hygiene_passport": "Hygieniapassi",
    "alcohol_serving": "Anniskelupassi",
    "emergency_first_aid": "Hätäensiapu",
    "hot_work": "Tulityökortti",
}
IN_LANGUAGE = {"en": "englanniksi", "ru": "venäjäksi", "fi": "suomeksi"}


def _card(day: str, card: str, language: str, attendances: int) -> Course:
    title = f"{CARD_TITLES[card]} {IN_LANGUAGE[language]}"
    return Course(_day(day), 1, title, "card", card, language, attendances)


COURSES = (
    _card("2024-02-14", "occupational_safety", "en", 14),
    _card("2024-03-06", "occupational_safety", "ru", 16),
    _card("2024-04-17", "hygiene_passport", "ru", 15),
    _card("2024-05-22", "occupational_safety", "fi", 9),
    _card("2024-09-11", "occupational_safety", "en", 18),
    _card("2024-09-25", "hygiene_passport", "en", 13),
    _card("2024-10-16", "emergency_first_aid", "ru", 14),
    _card("2024-11-13", "occupational_safety", "ru", 19),
    _card("2025-01-22", "hygiene_passport", "ru", 17),
    _card("2025-02-12", "occupational_safety", "en", 20),
    _card("2025-03-19", "alcohol_serving", "en", 11),
    _card("2025-04-09", "occupational_safety", "ru", 21),
    _card("2025-05-14", "emergency_first_aid", "en", 15),
    _card("2025-08-27", "hygiene_passport", "fi", 8),
    _card("2025-09-17", "occupational_safety", "en", 19),
    _card("2025-10-08", "alcohol_serving", "ru", 12),
    _card("2025-10-22", "hygiene_passport", "en", 16),
    _card("2025-11-12", "occupational_safety", "ru", 22),
    _card("2025-11-26", "emergency_first_aid", "ru", 16),
    # Spring 2026: the card courses below come to 146 attendances by the end of April.
    _card("2026-01-27", "occupational_safety", "ru", 24),
    _card("2026-02-03", "occupational_safety", "en", 22),
    _card("2026-02-17", "hot_work", "en", 18),
    _card("2026-02-19", "hot_work", "ru", 20),
    _card("2026-03-10", "hygiene_passport", "ru", 21),
    _card("2026-03-17", "emergency_first_aid", "ru", 19),
    Course(_day("2026-02-10"), 4, "Työnhakukoulutus englanniksi", "job_search", None, "en", 14),
    Course(_day("2026-02-24"), 4, "Työnhakukoulutus venäjäksi", "job_search", None, "ru", 16),
    Course(_day("2026-03-02"), 26, "Infra-alan lyhytkoulutus", "short", None, "en", 12),
    _card("2026-03-09", "occupational_safety", "en", 11),
    _card("2026-03-11", "hot_work", "en", 11),
    # Planned when the newsletter came out.
    Course(_day("2026-05-04"), 26, "Matkailualan lyhytkoulutus", "short", None, "en", 12),
    _card("2026-05-12", "alcohol_serving", "ru", 15),
    _card("2026-05-14", "alcohol_serving", "en", 13),
    _card("2026-05-26", "emergency_first_aid", "en", 16),
    _card("2026-06-02", "hygiene_passport", "en", 17),
    Course(_day("2026-09-15"), 30, "Korkeakoulutettujen uravalmennus", "career", None, "en", 10),
    Course(_day("2026-09-22"), 30, "Korkeakoulutettujen uravalmennus", "career", None, "ru", 8),
)

EVENTS = (
    Event("start", STARTS_ON, "project", "Hanke alkaa", "The project starts"),
    Event("round", _day("2024-02-01"), "event", "Sidosryhmäkierros", "Stakeholder round"),
    Event(
        "intake-closes",
        _day("2025-09-30"),
        "decision",
        "Uusien asiakkaiden otto päättyy",
        "Intake of new clients closes",
    ),
    Event(
        "suomussalmi",
        _day("2026-01-22"),
        "event",
        "Töihin Suomussalmelle",
        "Jobs in Suomussalmi",
        9,
    ),
    Event("big-friday", _day("2026-01-30"), "event", "Big Friday", "Big Friday", 14),
    Event("tourism", _day("2026-03-12"), "event", "Matkailufoorumi", "Tourism forum", 11),
    Event(
        "infra-employers",
        _day("2026-03-27"),
        "event",
        "Infra-alan työnantajatilaisuus",
        "Infrastructure employer event",
        3,
    ),
    Event(
        "service-path",
        _day("2026-04-28"),
        "event",
        "Palvelupolku esitellään",
        "Service path presented",
    ),
    Event(
        "briefing",
        _day("2026-08-19"),
        "campaign",
        "Kampanjan ennakkotilaisuus",
        "Campaign briefing",
    ),
    Event("launch", _day("2026-09-03"), "campaign", "Kainuu Works alkaa", "Kainuu Works launch"),
    Event("end", ENDS_ON, "project", "Hanke päättyy", "The project ends"),
    *(
        Event(name, _day(on), "deliverable", fi, en, done_on=_day(done) if done else None)
        for name, on, done, fi, en in (
            ("look", "2026-02-27", "", "Kampanjan ilme", "Visual identity"),
            ("stories", "2026-04-15", "", "Onnistumistarinoita kuvattu", "Success stories filmed"),
            ("brochure", "2026-04-24", "2026-05-08", "Kampanjaesite", "Campaign brochure"),
            ("blog", "2026-05-29", "", "Blogit palvelupolusta", "Blogs on the service path"),
            ("thesis", "2026-05-31", "", "Opinnäytetyö verkostosta", "Thesis on the network"),
            ("website", "2026-06-12", "", "Kampanjasivusto", "Campaign website"),
        )
    ),
)
"""Days of deliverables, and that the brochure came late, are invented."""

WITHOUT_A_DAY = (
    ("path-online", "Palvelupolku verkossa", "Service path online"),
    ("materials", "Viestintämateriaalit", "Communication materials"),
)
"""Deliverables that have no day yet."""

WITHOUT_A_DAY_FROM = _day("2026-03-01")
"""From when they are planned."""

TARGETS = (("clients_served", 450), ("employer_clients", 200))

NEWSLETTER = "Next Level News 2/2026"
PUBLISHED = (
    ("clients_joined", 1000, "about", "persons", "project", "rounded in the source"),
    ("clients_served", 844, "exact", "persons", "project", None),
    ("eura_started", 758, "exact", "persons", "project", None),
    ("eura_ended", 648, "exact", "persons", "project", None),
    ("clients_active_survey", 236, "exact", "persons", "survey", "answers to a client survey"),
    (
        "card_training_attendances",
        146,
        "exact",
        "persons",
        "spring",
        "whether each person counts once is not said",
    ),
    ("clients_employed", 282, "exact", "persons", "project", "the parts 158 and 133 make 291"),
    ("clients_employed_direct", 158, "exact", "persons", "project", None),
    ("clients_employed_other", 133, "exact", "persons", "project", None),
    ("employments", 282, "exact", "employments", "project", "the editorial says employments"),
    ("employer_clients", 37, "exact", "employers", "stated", None),
    ("assessments", 57, "exact", "assessments", "project", None),
    ("assessments", 19, "exact", "assessments", "spring", None),
    ("profiles_sent", 789, "exact", "profiles", "project", None),
    ("employers_met", 115, "exact", "employers", "project", None),
    ("partners", 39, "exact", "organisations", "project", None),
)

NOTES_IN_FINNISH = {
    "rounded in the source": "lähteessä pyöristetty",
    "answers to a client survey": "asiakaskyselyn vastauksia",
    "whether each person counts once is not said": "lähde ei kerro, lasketaanko henkilö kerran",
    "the parts 158 and 133 make 291": "osat 158 ja 133 ovat yhteensä 291",
    "the editorial says employments": "pääkirjoitus puhuu työllistymisistä",
}
"""Notes of published figures."""

SUPPORT = (("direct",), ("other",), ("direct", "other"))
EMPLOYED = (149, 124, 9)
"""Persons employed with direct support only, in other ways only, and both: 158, 133 and 282."""

EMPLOYERS, CLIENT_EMPLOYERS, MET_EMPLOYERS, MET_IN_SPRING, STAFFING_FIRMS = 170, 37, 115, 22, 6
EXTRA_ENCOUNTERS = 61

FIRST_LANGUAGES = {"ru": 34, "uk": 17, "ar": 12, "en": 8, "fa": 7, "so": 5, "zh": 4, "th": 4}
OTHER_LANGUAGES = ("es", "fr", "tr", "vi", "pt", "ne", "bn", "ur", "ti", "sw")
MUNICIPALITIES = {"205": 62, "765": 13, "290": 8, "777": 6, "578": 4, "105": 3, "697": 2, "620": 2}
INDUSTRIES = {"Q": 20, "I": 17, "C": 16, "F": 14, "G": 12, "N": 9, "A": 7, "H": 5}

SERVED, STARTED_IN_EURA, ENDED_IN_EURA = 844, 758, 648
"""Persons. That the three are not nested is invented: a few have start data but no service yet."""

STARTED_UNSERVED, RETURNED = 9, 24
ASSESSMENTS, ASSESSMENTS_IN_SPRING, PROFILES = 57, 19, 789

SERVICES = {
    "job_search_guidance": 46,
    "cv_workshop": 22,
    "job_search_training": 8,
    "training": 14,
    "recruitment_support": 10,
}
"""Shares of the services given; career coaching comes in autumn 2026."""

PARTNERS, SECTORS = (
    39,
    {"education": 9, "municipality": 8, "state": 6, "association": 10, "firm": 6},
)

SURVEYS = (
    ("clients-2025", "2025-12-15", "needs_support", {"yes": 236, "no": 88}),
    ("infra-2026", "2026-01-20", "needs_workers", {"yes": 14, "no": 9, "cannot_say": 3}),
    ("tourism-2026", "2026-04-08", "needs_workers", {"yes": 17, "no": 6}),
    ("cv-2026", "2026-02-03", "cv_skills", {"good": 31, "some": 64, "weak": 42}),
)
"""That 236 clients need support is published; all other answers are invented."""

BUDGET = {"card_training": 84000, "short_training": 22000, "campaign": 26000, "other": 6000}
SEAT_EUR = 115
"""What a seat in a card training costs: most of the budget for purchases goes to them."""

PILOTS = (
    (
        "own-language",
        "Omakielinen työnhakukoulutus",
        (("described", "2025-11-10"), ("piloted", "2026-02-10")),
    ),
    (
        "service-path",
        "Työnantajan palvelupolku",
        (("piloted", "2025-06-02"), ("launched", "2026-02-20")),
    ),
    ("coaching", "Korkeakoulutettujen uravalmennus", (("described", "2026-03-16"),)),
    ("hygiene-pilot", "Hygieniapassipilotti", (("described", "2026-04-20"),)),
    ("cv-survey", "CV-työpajan taitokartoitus", (("piloted", "2026-02-03"),)),
    (
        "short-trainings",
        "Alakohtainen lyhytkoulutus",
        (("described", "2025-11-24"), ("piloted", "2026-03-02")),
    ),
)

KAJAANI, SOTKAMO, SUOMUSSALMI = "205", "765", "777"
PRACTICES = (
    ("groups", "Ryhmämuotoiset koulutukset omalla kielellä", None, None, "project"),
    ("service-path", "Kansainvälisen osaajan rekrytoinnin palvelupolku", None, None, "project"),
    ("katos", "KATOS-verkoston koordinointi", KAJAANI, "Kajaanin yrityspalvelut", "project"),
    ("cv-205", "CV-työpaja", KAJAANI, "Esimerkkioppilaitos", "handed_over"),
    ("cv-765", "CV-työpaja", SOTKAMO, None, "project"),
    ("jobs-777", "Töihin-tapahtuma kunnassa", SUOMUSSALMI, "Esimerkkiyhdistys", "project"),
    ("jobs-765", "Töihin-tapahtuma kunnassa", SOTKAMO, None, "project"),
)
"""The last four rows are invented."""

PROJECTS = (
    ("Kieli ja työ", "2024-01-01", "2026-12-31", "guidance;language_training"),
    ("Osaajapolku", "2024-09-01", "2027-02-28", "guidance;job_coaching;employer_services"),
    ("Rekrytoijan tuki", "2025-01-01", "2027-12-31", "employer_services;recruitment_events"),
    ("Valmentamo", "2023-03-01", "2026-06-30", "job_coaching;guidance"),
    ("Yrittäjäksi", "2025-03-01", "2026-10-31", "entrepreneurship;guidance"),
    ("Kumppani", "2024-05-01", "2025-12-31", "mentoring;recruitment_events"),
    ("Tutkinto tutuksi", "2022-09-01", "2025-06-30", "recognition;guidance"),
    ("Kielikahvila", "2025-08-01", "2027-07-31", "language_training;mentoring"),
    ("Nuoret töihin", "2026-01-01", "2028-12-31", "job_coaching;guidance"),
    ("Osaajat esiin", "2026-09-01", "2028-08-31", "recruitment_events;recognition"),
)
"""Invented: name, first and last day, and what each does."""

GOALS = (
    ("1-persons", None, "Henkilöasiakkaat työllistyvät", "Clients find work", "clients_employed"),
    ("1a", "1-persons", "Palvelua saa 450 henkilöä", "450 persons are served", "clients_served"),
    ("2-employers", None, "Työnantajat löytävät osaajia", "Employers find people", "employers_met"),
    ("2a", "2-employers", "Mukana on 200 työnantajaa", "200 employers join", "employer_clients"),
    (
        "3-network",
        None,
        "Viestintä ja verkosto toimivat",
        "Communication, network",
        "partners",
    ),
    ("4-services", None, "Uusia palveluja ja toimintatapoja", "New services, ways of work", None),
)

NOTES = (
    Note(
        "intake",
        _day("2025-09-30"),
        "decision",
        "clients_joined",
        "Uusia asiakkaita ei enää oteta hankkeeseen.",
        "No new clients are taken into the project.",
        done_on=_day("2025-09-30"),
    ),
    Note(
        "encounters",
        _day("2025-11-18"),
        "comment",
        "employer_clients",
        "Työnantajat eivät tarvitse pitkää tai tiivistä tukea rekrytointiin, joten hanke panostaa"
        " useiden työnantajien kohtaamiseen.",
        "Employers need no long or close support to recruit, so the project puts its effort into"
        " meeting many of them.",
    ),
    Note(
        "last-cards",
        _day("2025-12-31"),
        "decision",
        "card_training_attendances",
        "Kevään 2026 viimeiset kortti- ja lupakoulutukset suunnitellaan asiakaskyselyn tulosten"
        " perusteella.",
        "The last card and permit trainings in spring 2026 are planned by the answers to the client"
        " survey.",
        expected=430,
        due_on=_day("2026-04-30"),
        role="ohjausryhmä",
    ),
    Note(
        "events",
        _day("2025-12-31"),
        "decision",
        "employers_met",
        "Työnantajia tavataan kevään 2026 aikana alueen tapahtumissa.",
        "Employers are met at the events of the region in spring 2026.",
        expected=120,
        due_on=_day("2026-04-30"),
        role="ohjausryhmä",
    ),
    Note(
        "persons-or-events",
        _day("2026-04-29"),
        "risk",
        "clients_employed",
        "Uutiskirjeen 282 tarkoittaa välillä henkilöitä, välillä työllistymisiä. Kysymys on avoin.",
        "The newsletter's 282 is both persons and employments. The question is open.",
    ),
    Note(
        "end-data",
        _day("2026-04-29"),
        "risk",
        "eura_ended",
        "EURA-lopetustietojen kirjaaminen voi ruuhkautua hankkeen viimeisiin kuukausiin.",
        "Recording EURA end data may pile up in the last months of the project.",
        due_on=ENDS_ON,
    ),
    Note(
        "rest-of-budget",
        _day("2026-04-29"),
        "question",
        "purchases_eur",
        "Käytetäänkö jäljellä oleva ostopalvelubudjetti työnantajakampanjaan?",
        "Is what remains of the budget for purchased services used for the employer campaign?",
        due_on=_day("2026-05-31"),
    ),
    Note(
        "hygiene-pilot",
        _day("2026-04-29"),
        "question",
        None,
        "Toteutetaanko hygieniapassipilotti syksyllä 2026?",
        "Is the hygiene passport pilot carried out in autumn 2026?",
        due_on=_day("2026-08-31"),
    ),
)
"""What is decided of intake, encounters, card trainings and the open 282 is told by the newsletter.

Days but that of the first, expected values, roles, the risk of end data and both questions are
invented.
"""

ESTIMATES = (("EECO14", 338, 297, 4), ("EECO17", 98, 84, 1))
"""Indicators that may be estimated, of a thousand who joined: women, men, non-binary; invented."""
