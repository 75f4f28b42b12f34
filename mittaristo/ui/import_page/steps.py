"""The page that takes registers in: what was dropped, what would change, and the two buttons."""

import datetime as dt
import html
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from mittaristo.charts import import_preview
from mittaristo.charts.theme import Setting
from mittaristo.figures.ledger.row_changes import Rows
from mittaristo.i18n.formats import day, number
from mittaristo.i18n.terms import word
from mittaristo.importing import marked_workbook
from mittaristo.importing.doubles.pairs import Suspected
from mittaristo.messages.problems import Problem, grouped
from mittaristo.messages.refusals import in_words
from mittaristo.project import Project, today
from mittaristo.publishing import differences
from mittaristo.publishing.draft import Prepared
from mittaristo.publishing.preview import NO_ROWS, Comparison
from mittaristo.publishing.publish import AFTER_THE_END, STEPS, Step
from mittaristo.snapshots.manifest import PURPOSE_NAMES, Purpose
from mittaristo.snapshots.writing import Published
from mittaristo.ui import sign_in
from mittaristo.ui.components.chart import sendable, show_chart
from mittaristo.ui.components.table import show_table
from mittaristo.ui.components.text import plain
from mittaristo.ui.import_page import dropped as dropped_
from mittaristo.ui.import_page import first_hour, once_more
from mittaristo.ui.import_page.upload import (
    Upload,
    carry_out,
    check,
    forget_doubles,
    keep,
    save_marked,
)
from mittaristo.ui.session import Reader
from mittaristo.ui.streamlit_fixes import wording

KEY = "import"
"""Of the entry in the session; the names of the page's widgets begin with it, too."""

KEPT = f"{KEY}-kept"
"""Of the field of empty sheets that the project keeps."""

AT_MOST = 6
"""So many warnings stand above the buttons; the others can be opened."""

SHOWN = 200
"""So many problems stand on the page; the command line lists them all."""


def show(reader: Reader) -> None:
    """The page: what it asks, and the step that comes next."""
    _ = reader.translate
    if for_the_team(reader):
        st.title(_("May it be published?"), anchor=False)
        desk(reader)


def for_the_team(reader: Reader) -> bool:
    """Whether this reader may use the page; otherwise a sentence says why not."""
    _ = reader.translate
    if reader.role != "team":
        said = _(
            "This page is for the project team."
            " The team signs in here, or starts it on its own machine with: make team"
        )
        st.info(said, icon=":material/lock:")
    return reader.role == "team"


def desk(reader: Reader) -> None:
    """Choose, look, publish: whichever comes next. One step takes the place of another.

    The next one has a place of its own: in the same, it would inherit what it does not overwrite.
    """
    now, then = st.empty(), st.empty()
    with now.container():
        advanced = _step(reader)
    if advanced:
        now.empty()
        with then.container():
            _step(reader)


def _step(reader: Reader) -> bool:
    """Show where the upload is on its way; whether it has moved on meanwhile."""
    upload = st.session_state.get(KEY)
    if upload is not None and upload.project != reader.project.id:
        _forget()
        upload = None
    if upload is None:
        return _choose(reader)
    if upload.again:
        return _checked(reader, upload)
    if upload.published is not None:
        _forget()
        _published(reader, upload.published)
    elif upload.refusal is not None or upload.prepared is None:
        _refused(reader, upload)
    elif upload.comparison is None:
        _with_problems(reader, upload, upload.prepared)
    else:
        return _may_be_published(reader, upload, upload.prepared, upload.comparison)
    return False


def _forget() -> None:
    """The upload, and what the widgets hold."""
    for key in list(st.session_state):
        if str(key).startswith(KEY):
            del st.session_state[key]


# --- Choosing ---------------------------------------------------------------------------------


def _choose(reader: Reader) -> bool:
    """Take what is dropped, and check it; whether that was done."""
    _, project = reader.translate, reader.project
    may_publish = sign_in.may_publish()
    if not may_publish:
        first_hour.cannot_publish(reader)
    st.markdown(
        _(
            "Drop registers here: they are checked and compared with the newest snapshot, and"
            " nothing is published until you approve it."
        )
    )
    wording.say(reader.language)
    chosen = _form(reader)
    if chosen is None:
        first_hour.offer(reader, may_publish=may_publish)
        return False
    dropped, as_of, purpose = chosen
    files = dropped_.taken(dropped, reader.language)
    if files is None:
        return False
    upload = Upload(project.id, as_of, purpose, files)
    _checked(reader, upload)
    st.session_state[KEY] = upload
    return True


def _checked(reader: Reader, upload: Upload) -> bool:
    """Check the files, and say what comes next meanwhile."""
    _ = reader.translate
    with st.status(_("Reading and checking…"), expanded=True):
        check(upload, reader.project, _steps(reader, upload), reader.language)
    return True


def _form(reader: Reader) -> tuple[list[UploadedFile], dt.date, Purpose] | None:
    """The files, the as-of date and the purpose, once they are sent."""
    _, project = reader.translate, reader.project
    last = project.ends_on + AFTER_THE_END
    with st.form("import-form", clear_on_submit=True):
        dropped = st.file_uploader(
            _("One workbook (.xlsx) or several CSV files, and a mapping (.toml) if you use one"),
            accept_multiple_files=True,  # of any kind: Streamlit would refuse some in English
            key="import-files",
        )
        left, right = st.columns(2)
        likely = min(max(today(), project.starts_on), last)
        as_of = once_more.day_field(reader, left, likely, "import-day")
        purpose = _purpose(reader, right, "meeting", "import-purpose")
        st.markdown(_("Only the project team sees a weekly snapshot. Everyone sees the others."))
        sent = st.form_submit_button(_("Read and check"), type="primary")
    return (dropped, as_of, purpose) if sent else None


def _purpose(reader: Reader, place: Any, before: Purpose, key: str) -> Purpose:
    """What the snapshot is for; it is asked again beside what was found of the files."""
    _, purposes = reader.translate, list(PURPOSE_NAMES)
    chosen: Purpose = place.selectbox(
        _("Purpose"),
        purposes,
        index=purposes.index(before),
        format_func=lambda name: _(PURPOSE_NAMES[name]),
        key=key,
    )
    return chosen


# --- Looking ----------------------------------------------------------------------------------


def _refused(reader: Reader, upload: Upload) -> None:
    _ = reader.translate
    _what_was_read(reader, upload)
    if upload.refusal is not None:
        st.error(in_words(upload.refusal, reader.language))
    else:
        said = _("The files could not be read ({fault}). Nothing was published.")
        st.error(said.format(fault=upload.fault))
    once_more.mapping(reader, upload, "import-mapping")
    st.button(_("Choose again"), on_click=_forget)


def _with_problems(reader: Reader, upload: Upload, prepared: Prepared) -> None:
    _, language, problems = reader.translate, reader.language, prepared.errors
    _what_was_read(reader, upload)
    count = len(problems)
    said = _("No. Problems: {count}. Nothing can be published before they are mended.")
    st.error(said.format(count=number(count, language)), icon=":material/block:")
    at_home = sign_in.may_publish()
    with st.container(horizontal=True):
        st.button(_("Choose again"), on_click=_forget)
        save = at_home and st.button(_("Save the marked workbook"), icon=":material/save:")
    if save:
        _save_marked(reader, upload)
    once_more.mapping(reader, upload, "import-mapping")
    title = _("Problems")
    st.header(title, anchor=False)
    shown = grouped(problems)[:SHOWN]
    show_table(title, marked_workbook.listed(shown, language), heading=True)
    if rest := count - sum(group.count for group in shown):
        st.markdown(_("… and {count} more.").format(count=number(rest, language)))
    if not at_home:
        st.markdown(
            _("A workbook in which the faulty cells are marked is made on your own machine:")
        )
        mapped = " --mapping M.toml" if any(_is_mapping(name) for name in upload.names) else ""
        file, report = _("FILE"), _("MARKED.xlsx")
        given = f"{file} --project {reader.project.id}{mapped} --report {report}"
        st.code(f"python -m mittaristo check {given}", language=None)
    _told(reader, prepared)


def _save_marked(reader: Reader, upload: Upload) -> None:
    """The rows with the faulty cells marked, into the reader's own folder, and where it is."""
    _, project = reader.translate, reader.project
    name = _("{project}-marked.xlsx").format(project=project.id)
    try:
        path = save_marked(upload, project, name, reader.language)
    except OSError as refusal:
        st.error(in_words(refusal, reader.language))
        return
    st.success(plain(_("Marked workbook written: {path}").format(path=path)))
    st.markdown(_("It holds rows of persons: delete it when you need it no more."))


def _may_be_published(
    reader: Reader, upload: Upload, prepared: Prepared, comparison: Comparison
) -> bool:
    _, language = reader.translate, reader.language
    _what_was_read(reader, upload)
    if upload.empty:
        _ask_what_is_kept(reader, upload)
    labels = comparison.labels[language]
    told = [doubt.sentence(language, labels) for doubt in comparison.doubts]
    told += [one.sentence(language) for one in grouped(prepared.warnings)]
    if told:
        said = _("No problems were found, but look at these first:")
        st.warning(f"{said}\n{_list(told[:AT_MOST])}", icon=":material/warning:")
        if rest := told[AT_MOST:]:
            with st.expander(_("{count} more").format(count=len(rest))):
                st.markdown(_list(rest))
    else:
        st.success(_("Yes: no problems were found."), icon=":material/check:")
    allowed = sign_in.may_publish()
    if not allowed:
        st.info(
            _(
                "Nothing is published from here: this server was not started for the team alone."
                " Start it on the team's own machine with: make team. Or publish on the command"
                " line."
            )
        )
    if allowed and prepared.suspected:
        _not_the_same(reader, upload, prepared)
    accepted = not (allowed and comparison.asks) or st.checkbox(
        _("I have looked at what is doubted here: it is as it should be"), key="import-accepted"
    )
    may = allowed and accepted
    if allowed:
        upload.purpose = _purpose(reader, st, upload.purpose, "import-purpose-now")
    with st.container(horizontal=True):
        wanted = st.button(
            _("Publish"), type="primary", icon=":material/publish:", disabled=not may
        )
        st.button(_("Cancel"), on_click=_forget)
    if wanted and may:
        with st.status(_("Publishing…"), expanded=True):
            carry_out(upload, _steps(reader, upload))
        return True
    _what_would_change(reader, upload, comparison)
    _told(reader, prepared)
    once_more.mapping(reader, upload, "import-mapping")
    return False


def _ask_what_is_kept(reader: Reader, upload: Upload) -> None:
    """Which sheets without a row the project keeps; all is counted anew where that changes.

    What it keeps has pages and figures, of 0 where there is no row; what it does not keep has none.
    """
    _, language = reader.translate, reader.language
    st.multiselect(
        _("Empty sheets: {count}. Which of these does the project keep?").format(
            count=len(upload.empty)
        ),
        list(upload.empty),
        default=upload.kept,
        format_func=lambda name: word("tables", name, language),
        key=KEPT,
        on_change=lambda: keep(upload, st.session_state[KEPT]),
        placeholder=_("None of them"),
        help=_("A register that is kept has figures, 0 without rows. One that is not has none."),
    )


def _not_the_same(reader: Reader, upload: Upload, prepared: Prepared) -> None:
    """Which of the rows that may be one are not: remembered beside the key, for later imports."""
    _, suspected = reader.translate, prepared.suspected
    with st.expander(_("Rows that may be one: {count}").format(count=len(suspected))):
        apart = st.multiselect(
            _("These are not the same"),
            range(len(suspected)),
            format_func=lambda at: _pair(reader, suspected[at].problem),
            key="import-apart",
            placeholder=_("Choose rows"),
        )
        st.markdown(
            _(
                "Only a keyed digest of each pair is kept, beside the key on this machine: no name"
                " and no id. They are not told again."
            )
        )
        chosen = [suspected[at] for at in apart]
        st.button(
            _("Remember"),
            disabled=not chosen,
            on_click=_remember,
            args=(upload, reader.project, chosen),
        )


def _remember(upload: Upload, project: Project, apart: Sequence[Suspected]) -> None:
    """The others of them stand at other places of the list then."""
    forget_doubles(upload, project, apart)
    del st.session_state["import-apart"]


def _pair(reader: Reader, problem: Problem) -> str:
    """The place, and the rows that may be one."""
    _, place = reader.translate, problem.place.sentence(reader.language)
    rows = _("rows {rows}").format(rows=f"{problem.details['first']}, {problem.row}")
    return f"{place}, {rows}"


def _what_was_read(reader: Reader, upload: Upload) -> None:
    """The files, and the day, which may be another one.

    Publishing may be refused in the run that has shown what was found.
    """
    key = "import-day-now" if upload.refusal is None else "import-day-refused"
    left, right = st.columns(2, vertical_alignment="bottom")
    left.html(f"<p>{html.escape(_files(reader, upload))}</p>")
    once_more.another_day(reader, right, upload, key)


def _files(reader: Reader, upload: Upload) -> str:
    """The names of a few files, or how many there are."""
    _, count = reader.translate, len(upload.names)
    many = _("{count} files").format(count=number(count, reader.language))
    return ", ".join(upload.names) if count < 5 else many


def _steps(reader: Reader, upload: Upload) -> Callable[[Step], None]:
    """Tells the reader of each step, within what is open now."""

    def told(step: Step) -> None:
        said = reader.translate(STEPS[step]).format(files=_files(reader, upload))
        st.markdown(plain(said))

    return told


def _what_would_change(reader: Reader, upload: Upload, comparison: Comparison) -> None:
    _, language = reader.translate, reader.language
    st.header(_("What would change"), anchor=False)
    st.markdown(comparison.against(language))
    left, right = st.columns(2, gap="large")
    with left:
        _rows_that_change(reader, upload, comparison.rows)
    with right:
        title = _("Figures that move: {count}").format(count=len(comparison.moves))
        st.subheader(title, anchor=False)
        if comparison.moves:
            labels = comparison.labels[language]
            moved = differences.moves_in_words(comparison.moves, labels, language)
            show_table(title, moved, heading=True)
    if comparison.rows:
        title = _("Rows by table")
        st.subheader(title, anchor=False)
        moving = [one for one in comparison.rows if one.moved]
        show_table(title, differences.rows_in_words(moving, language), heading=True)
        same = len(comparison.rows) - len(moving)
        st.markdown(_("Tables without a change: {count}.").format(count=same))


def _rows_that_change(reader: Reader, upload: Upload, rows: list[Rows] | None) -> None:
    """How many in a sentence, and in which tables in a chart."""
    _, language, project = reader.translate, reader.language, reader.project
    if rows is None:
        st.info(_(NO_ROWS))
        return
    title = differences.in_a_sentence(rows, _, language)
    st.subheader(title, anchor=False)
    if differences.bars(rows, language).is_empty():
        return
    setting = Setting(
        language,
        dark=st.context.theme.type == "dark",
        as_of=upload.as_of,
        starts_on=project.starts_on,
        ends_on=project.ends_on,
        synthetic=project.synthetic,
    )
    show_chart("import-rows", _rows_chart(tuple(rows), setting), title)


@lru_cache(maxsize=8)
def _rows_chart(rows: tuple[Rows, ...], setting: Setting) -> dict[str, Any]:
    """Ready to be sent again at each run."""
    bars = differences.bars(list(rows), setting.language)
    return sendable(import_preview.rows_moved(bars, setting))


def _told(reader: Reader, prepared: Prepared) -> None:
    """What was understood although it was written otherwise; with errors also warnings."""
    _, language = reader.translate, reader.language
    warnings = prepared.warnings if prepared.errors else ()
    for title, told in (
        (_("Look at these, too"), warnings),
        (_("Understood although written otherwise"), prepared.infos),
    ):
        if told:
            st.header(title, anchor=False)
            st.markdown(_list(one.sentence(language) for one in grouped(told)[:SHOWN]))


def _list(sentences: Iterable[str]) -> str:
    return "\n".join(f"- {plain(sentence)}" for sentence in sentences)


def _is_mapping(name: str) -> bool:
    return name.lower().endswith(".toml")


# --- Publishing -------------------------------------------------------------------------------


def _published(reader: Reader, published: Published) -> None:
    _ = reader.translate
    said = _("Published: snapshot {number}, as of {as_of}.").format(
        number=published.number, as_of=day(published.manifest.as_of, reader.language)
    )
    st.success(said, icon=":material/check:")
    if not published.durable:
        st.warning(
            _(
                "The disk did not confirm that the snapshot would outlast a power cut,"
                " or it could not be made read-only. Check it with: snapshots --verify"
            )
        )
    kept = {name: st.query_params[name] for name in ("lang", "project") if name in st.query_params}
    st.page_link("pages/results/overview.py", label=_("To the overview"), query_params=kept)
    st.button(_("Import more"), on_click=_forget)
