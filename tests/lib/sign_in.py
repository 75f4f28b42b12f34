"""A provider that signs people in, a server that knows it, and visitors with names."""

import json
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from streamlit.web.server.starlette.starlette_app_utils import (
    create_signed_value,
    decode_signed_value,
)

from tests.lib.browser import serving

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of a library that it uses
    from oidc_provider_mock import User, run_server_in_thread

SECRET = "a secret of tests that is long enough"
COOKIE = "_streamlit_user"

TEAM_ONLY = "This page is for the project team."


@dataclass(frozen=True)
class Signing:
    """A server with sign-in: its address, who signs people in, and the list of members."""

    address: str
    issuer: str
    members: Path

    def name(self, *members: Mapping[str, Any]) -> None:
        """Write the list: each with a subject, of this issuer unless told otherwise."""
        self.members.write_text(
            "\n".join(entry(**{"issuer": self.issuer, **one}) for one in members)
        )


def entry(
    issuer: str, subject: str, team: Sequence[str] = (), early: Sequence[str] = (), **other: Any
) -> str:
    """An entry of the list of members."""
    told = {"issuer": issuer, "subject": subject, "team": [*team], "early": [*early], **other}
    lines = (f"{name} = {json.dumps(value)}" for name, value in told.items())
    return "\n".join(["[[members]]", *lines, ""])


@contextmanager
def signing(data: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Signing]:
    """A provider, and a server that has just started; bound to this machine, as behind a proxy."""
    people = [User(sub=name, claims={"name": name.title()}) for name in ("tiina", "eeva", "olli")]
    with run_server_in_thread(user_claims=people) as provider:
        issuer = f"http://localhost:{provider.server_port}"
        secrets, members = folder / "secrets.toml", folder / "members.toml"
        told = {
            "redirect_uri": "http://127.0.0.1:{port}/oauth2callback",
            "cookie_secret": SECRET,
            "client_id": "mittaristo",
            "client_secret": "of no weight",
            "server_metadata_url": f"{issuer}/.well-known/openid-configuration",
        }
        lines = (f"{name} = {json.dumps(value)}" for name, value in told.items())
        secrets.write_text("\n".join(["[auth]", *lines]))
        monkeypatch.setenv("STREAMLIT_SECRETS_FILES", str(secrets))
        monkeypatch.setenv("MITTARISTO_MEMBERS", str(members))
        monkeypatch.setenv("MITTARISTO_ROLE", "team")  # means nothing where people sign in
        with serving(data) as address:
            yield Signing(address, issuer, members)


@contextmanager
def someone(browser: Browser) -> Iterator[BrowserContext]:
    """A browser of one's own."""
    own = browser.new_context()
    yield own
    own.close()


def sign_in(page: Page, server: Signing, subject: str) -> None:
    """By the button of the side bar, and back."""
    page.goto(server.address)
    page.get_by_role("button", name="Kirjaudu").click()
    page.get_by_role("button", name=subject, exact=True).click()
    page.wait_for_url(f"{server.address}**")
    expect(page.get_by_text(f"Kirjautunut: {subject.title()}")).to_be_visible(timeout=60_000)


def opened(page: Page, server: Signing, address: str) -> str:
    """What stands on a page at an address, once it has come to its end."""
    page.goto(f"{server.address}{address}")
    return settled(page)


def settled(page: Page) -> str:
    """What stands on the page now, once its script has come to its end."""
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=60_000)
    expect(page.locator(".eu")).to_have_count(1, timeout=60_000)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0, timeout=60_000)
    return page.locator("body").inner_text()


def aged(cookie: str, seconds: int) -> str:
    """The same sign-in, as if it had been so long ago, signed as the server signs."""
    inside = decode_signed_value(SECRET, COOKIE, cookie)
    assert inside is not None
    claims = json.loads(inside)
    claims["iat"] -= seconds
    return create_signed_value(SECRET, COOKIE, json.dumps(claims)).decode()
