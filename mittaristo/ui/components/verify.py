"""A button that has every byte of the snapshots verified, with how far it has come."""

import streamlit as st

from mittaristo.snapshots.reading import numbers
from mittaristo.snapshots.verification import Verified, verifying
from mittaristo.ui import session
from mittaristo.ui.components.text import plain


def offer() -> None:
    """The button, and what was found of the snapshots that this reader may see."""
    shown, _ = session.current(), session.reader().translate
    if not st.button(_("Verify now"), icon=":material/verified:"):
        return
    folder = session.reader().project.folder
    count, may_see = len(numbers(folder)), {one.number for one in shown.view.chain.read()}
    progress, found = st.progress(0.0, _("Reading every byte …")), []
    for place, one in enumerate(verifying(folder), start=1):
        progress.progress(min(1.0, place / max(count, 1)), _("Reading every byte …"))
        found.append(one)
    progress.empty()
    seen = [one for one in found if one.number in may_see or one.manifest is None]
    faults = [_said(one) for one in seen if one.fault]
    if faults:
        st.error("\n\n".join(map(plain, faults)))
        return
    said = _("Verified: snapshots {numbers}. Every file is as it was published.")
    st.success(said.format(numbers=", ".join(str(one.number) for one in seen)))


def _said(one: Verified) -> str:
    _ = session.reader().translate
    assert one.fault
    said = _("Snapshot {number}: {fault}").format(number=one.number, fault=_(one.fault))
    return f"{said}: {one.file}" if one.file else said
