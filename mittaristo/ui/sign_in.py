"""Signing in and out, and what the reader of a run may see: asked anew at every run.

Who signs people in stands in the part `[auth]` of Streamlit's secrets.toml; who of them may see
what in the list of members at MITTARISTO_MEMBERS. Whoever signed in before the server started, or
has signed out since, signs in again: a copied cookie opens nothing then.
"""

import os
import threading
import time
from collections.abc import Mapping, Sequence

import streamlit as st

from mittaristo import access
from mittaristo.access import HOURS, Access, Person, SignIn
from mittaristo.i18n.translation import Language, translator
from mittaristo.project import Project
from mittaristo.ui.components.text import plain
from mittaristo.ui.session import Reader

MEMBERS = "MITTARISTO_MEMBERS"
"""Where the list of members lies. Where it is told, nobody is of the team without signing in."""

STARTED = time.time()

_ended: dict[Person, float] = {}
_lock = threading.Lock()


def access_to(project: Project) -> Access:
    """What the reader of this run may see of a project."""
    address = st.get_option("server.address")
    return access.access(
        address, os.environ, project.id, synthetic=project.synthetic, sign_in=_sign_in()
    )


def may_publish() -> bool:
    """Whether this run may publish, or save rows on the machine."""
    return access.may_publish(st.get_option("server.address"), os.environ, sign_in=is_set_up())


def is_set_up() -> bool:
    """Whether readers sign in here; also where it was meant and secrets.toml cannot be read."""
    return "is_logged_in" in st.user.to_dict() or bool(os.environ.get(MEMBERS))


def offer(language: Language, reader: Reader | None) -> None:
    """In the side bar, quietly: who is signed in, and the button to sign in or out."""
    providers = _providers()
    if not providers:
        return
    _, sign_in = translator(language), _sign_in()
    assert sign_in is not None
    with st.sidebar.container(key="sign-in", gap="xxsmall"):
        if sign_in.person is not None:
            st.caption(_as_whom(sign_in, language, reader))
            st.button(_("Sign out"), on_click=_sign_out, type="tertiary", icon=":material/logout:")
            return
        if sign_in.claims.get("is_logged_in") is True:
            said = _("Your sign-in has ended: it lasts {hours} hours at most. Sign in again.")
            st.caption(said.format(hours=HOURS))
        said = _("Sign in")
        for provider in providers:
            label = said if len(providers) == 1 else f"{said}: {plain(provider)}"
            st.button(
                label,
                key=f"sign-in-{provider}",
                on_click=st.login,
                args=(provider,) if provider else (),
                type="tertiary",
                icon=":material/login:",
            )


def _as_whom(sign_in: SignIn, language: Language, reader: Reader | None) -> str:
    _, claims = translator(language), sign_in.claims
    names = (claims.get(name) for name in ("name", "preferred_username", "email"))
    name = plain(str(next((one for one in names if one), "")))
    of_the_team = reader is not None and sign_in.access(reader.project.id).role == "team"
    if not name:
        return _("Signed in, project team") if of_the_team else _("Signed in")
    said = _("Signed in: {name}, project team") if of_the_team else _("Signed in: {name}")
    return said.format(name=name)


def _sign_in() -> SignIn | None:
    """What is known of the reader of this run; None where no sign-in is set up.

    A header of a request may be written by anyone: where Streamlit is told to trust one, what it
    tells of the reader is not believed.
    """
    if not is_set_up():
        return None
    claims = {} if st.get_option("server.trustedUserHeaders") else st.user.to_dict()
    members = access.read_members(os.environ.get(MEMBERS))
    return SignIn(claims, members, time.time(), STARTED, dict(_ended))


def _sign_out() -> None:
    """Also for whoever has kept the cookie."""
    sign_in = _sign_in()
    if sign_in is not None and sign_in.person is not None:
        oldest = sign_in.now - HOURS * 3600
        with _lock:
            _ended[sign_in.person] = float(str(sign_in.claims["iat"]))
            for person in [one for one, at in _ended.items() if at < oldest]:
                del _ended[person]
    st.logout()


def _providers() -> Sequence[str]:
    """Those of secrets.toml: by their names, or one without a name; none where none is there."""
    if "is_logged_in" not in st.user.to_dict():
        return ()
    auth = st.secrets.get("auth", {})
    named = [name for name, value in auth.items() if isinstance(value, Mapping)]
    of_one = [name for name in named if "client_id" in auth[name]]
    return of_one or [""]
