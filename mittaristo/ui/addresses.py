"""The address that a reader opens, and the page that answers one which no page has."""

import html
from collections.abc import Collection, Sequence
from urllib.parse import unquote, urlsplit

import streamlit as st

from mittaristo.i18n.translation import Translate

UNKNOWN = "unknown address"


def opened() -> str:
    """The last part of the address; empty at the root, and where no browser asks."""
    path = urlsplit(st.context.url or "").path
    return unquote(path.rstrip("/").rpartition("/")[2]).strip()


def unknown(known: Collection[str]) -> str:
    """The address that this reader opened and no page has; empty where there was none.

    It is remembered, so that Back finds it again.
    """
    address = opened()
    if address and address not in known:
        st.session_state[UNKNOWN] = address
    return str(st.session_state.get(UNKNOWN, ""))


def answer(address: str, there: Sequence[st.Page], _: Translate) -> None:
    """That nothing is there, and which pages are."""
    st.title(_("There is no such page"), anchor=False)
    said = _("No page has the address /{address}. These are there:").format(address=address)
    st.html(f"<p>{html.escape(said)}</p>")
    with st.container(gap="xxsmall"):
        for page in there:
            st.page_link(page, icon=page.icon, query_params=dict(st.query_params))
