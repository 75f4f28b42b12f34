"""What is written of a page, sent in as few pieces as can be: each costs the server time."""

import streamlit as st


class Sheet:
    """What is written waits until something else stands below it; neighbours go as one piece."""

    def __init__(self) -> None:
        self._waiting: list[str] = []

    def write(self, written: str) -> None:
        """HTML, below what was written or sent before."""
        if written:
            self._waiting.append(f'<div class="piece">{written}</div>')

    def send(self) -> None:
        """Send what waits: before anything else is sent, and at the end."""
        if self._waiting:
            st.html("".join(self._waiting))
            self._waiting.clear()
