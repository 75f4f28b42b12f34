"""Rows of the team saved on its own machine: nothing of them goes over the network."""

import streamlit as st

from mittaristo.importing import private_file
from mittaristo.messages.refusals import in_words
from mittaristo.ui.components.text import plain
from mittaristo.ui.session import Reader


def save(name: str, content: bytes, written: str, reader: Reader) -> None:
    """Into the reader's own folder, and where it is, or why not. written: a sentence of {path}."""
    _ = reader.translate
    try:
        path = private_file.save(private_file.downloads(), name, content)
    except OSError as refusal:
        st.error(in_words(refusal, reader.language))
        return
    st.success(plain(written.format(path=path)))
    st.markdown(_("It holds rows of persons: delete it when you need it no more."))
