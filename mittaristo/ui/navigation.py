"""The pages of the dashboard, by section."""

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from mittaristo.i18n.translation import N_, Translate
from mittaristo.ui import places
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


def file_of(page: str) -> Path | None:
    """The file of a page by its name in an address; None where there is no such page."""
    paths = (path for entries in PAGES.values() for path, _title, _icon in entries)
    return next((places.PAGES / f"{path}.py" for path in paths if Path(path).name == page), None)


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
