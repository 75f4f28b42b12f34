"""The sheet of an archive: what it holds, who answers for it, key, retention, open questions."""

from collections.abc import Iterator, Sequence

from mittaristo.figures.consistency import sums_that_do_not_add_up
from mittaristo.reports.origin import Origin, plainly
from mittaristo.snapshots.manifest import PURPOSE_NAMES, Manifest

OPEN = ("question", "risk")
"""Notes of these kinds are what whoever takes over inherits."""


def sheet(
    origin: Origin, manifests: Sequence[Manifest], with_registers: frozenset[int], sql: str
) -> str:
    """The sheet in Markdown. What the program does not know has a line to be filled in."""
    _, figures = origin.view.wording, origin.view.figures
    title = _("{project}: archive of the figures").format(project=figures.project.name)
    parts = [
        f"# {title}",
        *_beginning(origin),
        *_list(_("What is here"), _contents(origin, sql)),
        *_list(_("Snapshots"), _snapshots(origin, manifests, with_registers)),
        *_list(_("Controller of the registers"), _controller(origin)),
        *_list(_("Key of the pseudonyms"), _key(origin, manifests)),
        *_list(_("Retention"), _retention(origin)),
        *_list(_("Open questions"), _questions(origin)),
        *_list(_("Computing the figures again"), [how_to_compute(origin, sql)]),
    ]
    return "\n\n".join(parts) + "\n"


def how_to_compute(origin: Origin, sql: str) -> str:
    """How the script is run, in a paragraph."""
    _ = origin.view.wording
    return _(
        "{file} computes the figures of snapshot {number} from its registers with DuckDB and no"
        " other program. The registers are not in the archive: whoever has them runs it in the"
        " folder of that snapshot, where the folders registers and figures lie, for instance by"
        " duckdb -f {file}. The last table tells how many rows differ from the published ones:"
        " 0 where all agree."
    ).format(file=sql, number=origin.number)


def _list(title: str, lines: Sequence[str]) -> list[str]:
    """A heading and a list below it."""
    return [f"## {title}", "\n".join(f"- {line}" for line in lines)] if lines else []


def _beginning(origin: Origin) -> Iterator[str]:
    _, figures = origin.view.wording, origin.view.figures
    if figures.synthetic:
        invented = _("invented example data").capitalize()
        made_up = _("The rows were made up: these figures tell nothing of a real project.")
        yield f"**{invented}.** {made_up}"
    if figures.project.co_funding == "esf_plus":
        yield _("Co-funded by the European Union")
    yield _(
        "The newest figures are as of {day}, snapshot {number}. No register and no row of a person"
        " is in this archive, and no snapshot that was published for the team only."
    ).format(day=_.day(origin.view.as_of), number=origin.number)


def _contents(origin: Origin, sql: str) -> list[str]:
    _ = origin.view.wording
    told = {
        "snapshots/": _(
            "the figures as they were published (Parquet), with catalogue and digests; changes are"
            " also told since the team's weekly snapshots, as totals"
        ),
        "csv/": _("the same figures as text"),
        "definitions.csv": _("every measure: value, unit, target, definition, source and note"),
        "queries/": _("the queries of the newest snapshot"),
        sql: _(
            "the same queries as one script; changes, pace, forecasts, quality, and indicators and"
            " work since joining as they are shown are left out: they also take earlier snapshots"
        ),
        "digest.html, monitoring.html": _("pages for a browser"),
        "project.toml": _("days, names and reporting periods of the project"),
    }
    return [f"`{name}`: {said}" for name, said in told.items()]


def _snapshots(
    origin: Origin, manifests: Sequence[Manifest], with_registers: frozenset[int]
) -> list[str]:
    _ = origin.view.wording
    there = {
        True: _("the team has its registers"),
        False: _("its registers have been erased or are elsewhere"),
    }
    return [
        " · ".join(
            [
                f"{one.number}",
                _.day(one.as_of),
                _(PURPOSE_NAMES[one.purpose]),
                there[one.number in with_registers],
                f"SHA-256 {one.digests['manifest']}",
            ]
        )
        for one in manifests
    ]


def _controller(origin: Origin) -> list[str]:
    _ = origin.view.wording
    return [
        _("Controller, contact person and data protection officer: to be filled in."),
        _("Who has the registers from now on, and where they lie: to be filled in."),
    ]


def _key(origin: Origin, manifests: Sequence[Manifest]) -> list[str]:
    _ = origin.view.wording
    keys = list(dict.fromkeys(one.key_id for one in manifests))
    return [
        _("Ids in the registers are pseudonyms. The key is not in this archive."),
        _("Fingerprint of each key that has served, the newest last: {keys}.").format(
            keys=", ".join(f"`{key}`" for key in keys)
        ),
        _("Who keeps the key, and when it is destroyed: to be filled in."),
    ]


def _retention(origin: Origin) -> list[str]:
    _ = origin.view.wording
    ends_on = origin.view.figures.project.ends_on
    return [
        _("The project ends on {day}.").format(day=_.day(ends_on)),
        _("How long the funder wants documents kept, and until which day: to be filled in."),
        _("Registers are erased by the verb prune. The figures stay, and go on verifying."),
    ]


def _questions(origin: Origin) -> list[str]:
    """Risks and questions that were written down, and what was published otherwise."""
    _, view = origin.view.wording, origin.view
    found = [
        f"{_.code(row['kind'])} {_.day(row['written_on'])}: {row[f'text_{view.language}']}"
        for row in view.figures.rows("notes")
        if row["kind"] in OPEN
    ]
    for one in sums_that_do_not_add_up(view.figures):
        said = _("{measure}: published {published}, but its published parts make {total}.")
        found.append(
            said.format(
                measure=view.labels[one.measure],
                published=_.number(one.published),
                total=_.number(one.total),
            )
        )
    for row in view.figures.rows("values"):
        if row["difference"]:
            said = _("{measure}: computed {value}, published {published}.")
            found.append(
                said.format(
                    measure=view.labels.get(row["measure"], row["measure"]),
                    value=_.number(row["value"]),
                    published=_.number(row["published_value"]),
                )
            )
    return [plainly(one) for one in found] or [_("None is known.")]
