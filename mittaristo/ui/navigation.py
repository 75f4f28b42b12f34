"""The pages of the dashboard, by section."""

import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st

from mittaristo.i18n.translation import N_, Translate, translator
from mittaristo.ui import places
from mittaristo.ui.import_page import private_folder
from mittaristo.ui.session import Reader

PAGES: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    N_("Results"): (
        ("results/overview", N_("Overview"), ":material/dashboard:"),
        ("results/employments", N_("Employments"), ":material/work:"),
        ("results/trainings", N_("Trainings"), ":material/school:"),
        ("results/employers", N_("Employers"), ":material/handshake:"),
        ("results/figures", N_("All figures"), ":material/list:"),
    ),
    N_("Team"): (("team/import", N_("Import"), ":material/upload_file:"),),
}


TEAM = "Team"
"""The section that only the project team sees. Its pages ask for the role again."""


WITHOUT_FIGURES = ("import",)
"""Pages that show no snapshot, so that they open before anything is published."""


@asynccontextmanager
async def before_the_first_visitor(_app: st.App) -> AsyncIterator[None]:
    """What the server does once, when it starts, and when it ends.

    Until st.navigation has run in the process, Streamlit would serve the folder ``pages/`` by
    itself, and answer the first visitor's deep link with "Page not found".

    Registers that a killed server left on disk are removed.
    """
    warnings = logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context")
    warnings.disabled = True  # that no visitor is there yet is what is meant
    st.navigation(pages(translator("fi")))
    warnings.disabled = False
    private_folder.remove_left_behind()
    yield
    private_folder.remove_held()


def pages(_: Translate, reader: Reader | None = None) -> dict[str, list[st.Page]]:
    """The navigation: pages by section, under titles in the reader's language."""
    team = reader is not None and reader.role == "team"
    return {
        _(section): [
            st.Page(
                places.PAGES / f"{path}.py",
                title=_(title),
                icon=icon,
                url_path=Path(path).name,
                visibility="visible" if team or section != TEAM else "hidden",
            )
            for path, title, icon in entries
        ]
        for section, entries in PAGES.items()
    }
