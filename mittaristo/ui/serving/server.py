"""The server: its addresses beside the pages, and what it does once, before the first visitor.

Streamlit 1.67 serves every file of a folder named ``pages/`` until st.navigation has run once in
the process: without frame, role and co-funding, and a deep link gets "Page not found". May go when
it does not: tests/ui/test_browser.py opens deep links of a cold server.
"""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route

from mittaristo.i18n.translation import translator
from mittaristo.ui import navigation
from mittaristo.ui.import_page import private_folder
from mittaristo.ui.serving import files, hardening, logs
from mittaristo.ui.streamlit_fixes import first_paint

BEFORE_STREAMLIT = (Middleware(hardening.Guarded), Middleware(first_paint.StyledFromTheFirst))
"""What a request goes through first."""


def routes() -> list[Route]:
    """Addresses beside Streamlit's own: whether the server is ready, and files of panels."""
    base = (st.get_option("server.baseUrlPath") or "").strip("/")
    path = f"/{base}{files.PATH}" if base else files.PATH
    return [Route("/ready", hardening.Ready().__call__), Route(path, files.answer)]


@asynccontextmanager
async def before_the_first_visitor(_app: st.App) -> AsyncIterator[None]:
    """What the server does once, when it starts, and when it ends.

    Registers that a killed server left on disk are removed.
    """
    logs.keep_values_out()
    warnings = logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context")
    warnings.disabled = True  # that no visitor is there yet is what is meant
    st.navigation(navigation.pages(translator("fi")))
    warnings.disabled = False
    private_folder.remove_left_behind()
    yield
    private_folder.remove_held()
