"""Files that a reader drops: taken out of the server's memory, or refused with what to do."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from mittaristo.i18n.translation import Language, translator
from mittaristo.messages.problems import Place, Problem
from mittaristo.ui.components.text import plain
from mittaristo.ui.import_page.upload import NOT_THESE, base, not_these

KINDS = (".xlsx", ".csv", ".toml")


def taken(dropped: Sequence[UploadedFile], language: Language) -> dict[str, bytes] | None:
    """Name → bytes; None where they cannot be read, which is said."""
    names = [base(file.name) for file in dropped]
    unread, wrong = _not_read(names), not_these(names)
    files = {base(file.name): file.getvalue() for file in dropped}
    _take_from_server(file.file_id for file in dropped)
    if unread:
        sentences = (plain(problem.sentence(language)) for problem in unread)
        st.warning("\n".join(f"- {sentence}" for sentence in sentences))
    elif wrong:
        st.warning(translator(language)(NOT_THESE[wrong]))
    return None if unread or wrong else files


def _not_read(names: Iterable[str]) -> list[Problem]:
    """The files of a kind that cannot be read, each with what to do about it."""
    kinds = {name: Path(name).suffix.lower() for name in names}
    return [
        Problem("old_workbook" if kind == ".xls" else "unknown_format", Place(name))
        for name, kind in kinds.items()
        if kind not in KINDS
    ]


def _take_from_server(files: Iterable[str]) -> None:
    """Streamlit would keep the bytes until the session ends."""
    context = get_script_run_ctx()
    if context and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        for file in files:
            context.uploaded_file_mgr.remove_file(context.session_id, file)
