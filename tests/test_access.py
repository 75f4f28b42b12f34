"""Who may see what, by the list of members: whatever is unclear is everyone."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mittaristo.access import HOURS, Access, Person, SignIn, access, may_publish, read_members

ISSUER, NOW = "https://kirjautuminen.example.fi", 1_800_000_000.0
CLAIMS = {"is_logged_in": True, "iss": ISSUER, "sub": "t1", "iat": NOW - 60}
ENTRY = {"issuer": ISSUER, "subject": "t1", "team": ["koe"], "early": ["koe"]}
FULL = Access("team", early=True)
HOURS_AGO = NOW - HOURS * 3600


def written(folder: Path, *entries: Mapping[str, Any], more: str = "") -> str:
    """A list of members; where it lies."""
    path = folder / "members.toml"
    lines = []
    for entry in entries:
        lines += ["[[members]]", *(f"{name} = {json.dumps(one)}" for name, one in entry.items())]
    path.write_text("\n".join([more, *lines]))
    return str(path)


def seen(
    path: str | None, claims: Mapping[str, object] = CLAIMS, project: str = "koe", **known: Any
) -> Access:
    """What whoever has these claims may see, on a server that listens at this machine only."""
    members = read_members(path)
    usual: dict[str, Any] = {"now": NOW, "since": 0.0, "ended": {}}
    sign_in = SignIn(claims, members, **{**usual, **known})
    at_home = {"MITTARISTO_ROLE": "team"}
    return access("127.0.0.1", at_home, project, synthetic=False, sign_in=sign_in)


def test_the_list_names_team_and_those_who_see_drafts(tmp_path: Path) -> None:
    path = written(tmp_path, ENTRY, {"issuer": ISSUER, "subject": "t2", "early": ["koe"]})
    assert seen(path) == FULL
    assert seen(path, project="toinen") == Access()
    assert seen(path, {**CLAIMS, "sub": "t2"}) == Access("everyone", early=True)
    assert seen(path, {**CLAIMS, "sub": "t3"}) == Access()
    assert seen(path, {**CLAIMS, "iss": "https://example.org"}) == Access()


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {**CLAIMS, "is_logged_in": False},
        {**CLAIMS, "is_logged_in": "true"},
        {**CLAIMS, "iss": None},
        {**CLAIMS, "iss": ""},
        {**CLAIMS, "iss": f"{ISSUER}/"},
        {**CLAIMS, "iss": [ISSUER]},
        {**CLAIMS, "sub": ["t1"]},
        {**CLAIMS, "sub": "T1"},
        {**CLAIMS, "iat": None},
        {**CLAIMS, "iat": str(NOW)},
        {**CLAIMS, "iat": True},
        {**CLAIMS, "iat": float("nan")},
        {**CLAIMS, "iat": float("inf")},
        {**CLAIMS, "iat": HOURS_AGO - 1},
        {**CLAIMS, "iat": NOW + 3600},
        {name: value for name, value in CLAIMS.items() if name != "iss"},
        {name: value for name, value in CLAIMS.items() if name != "iat"},
    ],
)
def test_whoever_is_not_clearly_signed_in_is_everyone(
    tmp_path: Path, claims: dict[str, object]
) -> None:
    assert seen(written(tmp_path, ENTRY), claims) == Access()


def test_a_sign_in_lasts_eight_hours_and_not_beyond_a_restart_or_signing_out(
    tmp_path: Path,
) -> None:
    path = written(tmp_path, ENTRY)
    at = NOW - 60
    assert seen(path, {**CLAIMS, "iat": HOURS_AGO}) == FULL
    assert seen(path, since=at + 1) == Access()
    assert seen(path, ended={Person(ISSUER, "t1"): at}) == Access()
    assert seen(path, ended={Person(ISSUER, "t1"): at - 1}) == FULL
    assert seen(path, ended={Person(ISSUER, "t2"): at}) == FULL


BROKEN = {
    "an unknown part": '[other]\nname = "x"',
    "no TOML": "[[members",
    "no bytes of text": None,
    "members are no list": 'members = "t1"',
}


@pytest.mark.parametrize("more", BROKEN.values(), ids=BROKEN.keys())
def test_a_list_that_cannot_be_read_names_nobody(tmp_path: Path, more: str | None) -> None:
    path = written(tmp_path, ENTRY, more=more or "")
    if more is None:
        Path(path).write_bytes(Path(path).read_bytes() + b"\n# \xff")
    assert seen(path) == Access()


@pytest.mark.parametrize(
    "entry",
    [
        {**ENTRY, "role": "team"},
        {**ENTRY, "team": "koe"},
        {**ENTRY, "team": [""]},
        {**ENTRY, "early": [1]},
        {**ENTRY, "subject": ""},
        {"issuer": ISSUER, "team": ["koe"]},
        {"subject": "t2", "team": ["koe"]},
        ENTRY,
    ],
)
def test_one_entry_that_is_wrong_closes_the_whole_list(
    tmp_path: Path, entry: dict[str, Any]
) -> None:
    assert seen(written(tmp_path, ENTRY)) == FULL
    assert seen(written(tmp_path, ENTRY, entry)) == Access()


def test_without_a_list_nobody_is_of_the_team(tmp_path: Path) -> None:
    assert seen(None) == seen("") == seen(str(tmp_path / "none.toml")) == Access()
    assert seen(str(tmp_path)) == Access()
    path = Path(written(tmp_path, ENTRY))
    path.chmod(0o646)
    assert seen(str(path)) == Access()


def test_where_people_sign_in_the_machine_itself_means_nothing() -> None:
    home, nobody = {"MITTARISTO_ROLE": "team"}, SignIn({}, None, NOW, 0.0, {})
    assert access("127.0.0.1", home, "koe", synthetic=False, sign_in=None) == FULL
    assert access("127.0.0.1", home, "koe", synthetic=False, sign_in=nobody) == Access()
    assert access("0.0.0.0", home, "koe", synthetic=False, sign_in=None) == Access()
    assert access("0.0.0.0", {}, "koe", synthetic=True, sign_in=nobody) == Access("team")
    assert may_publish("127.0.0.1", home)
    assert not may_publish("127.0.0.1", home, sign_in=True)


ODD = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.lists(st.text())
)


@settings(max_examples=10)
@given(st.dictionaries(st.sampled_from(["is_logged_in", "iss", "sub", "iat"]), ODD, min_size=1))
def test_no_other_claims_open_anything(odd: dict[str, Any]) -> None:
    claims: dict[str, Any] = {**CLAIMS, **odd}
    person = replace(SignIn(CLAIMS, None, NOW, 0.0, {}), claims=claims).person
    assert person is None or (
        person == (claims["iss"], claims["sub"]) and claims["iat"] <= NOW + 120
    )
