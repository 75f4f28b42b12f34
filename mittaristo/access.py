"""Who may see what: everyone, or the project team. Anything unclear is everyone.

Without sign-in the team is whoever sits at the machine itself, on a server that listens there only
and was started with MITTARISTO_ROLE=team. With sign-in it is whoever the list of members names;
where the server listens says nothing then, as a proxy stands before it.
"""

import ipaddress
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

Role = Literal["everyone", "team"]
ROLES: tuple[Role, ...] = ("everyone", "team")

HOURS = 8
"""So long ago a person may have signed in."""

CLOCKS_DIFFER = 120
"""Seconds by which the clock of whoever signs people in may be ahead of ours."""


@dataclass(frozen=True)
class Access:
    """What a reader may see of a project; `early`: drafts before their release, too."""

    role: Role = "everyone"
    early: bool = False


class Person(NamedTuple):
    """Someone who signed in: a subject means a person of its issuer only."""

    issuer: str
    subject: str


@dataclass(frozen=True)
class Member:
    """The projects of which a person is of the team, and whose drafts the person sees."""

    team: frozenset[str]
    early: frozenset[str]


Members = Mapping[Person, Member]


@dataclass(frozen=True)
class SignIn:
    """What is known in a run of whoever signed in, and who may be what.

    `claims`: of the identity token, verified. `members`: None where no list can be read. `now`,
    `since`: the time, and the time before which nobody signed in that counts, in seconds.
    `ended`: person → the newest sign-in that was ended by signing out.
    """

    claims: Mapping[str, object]
    members: Members | None
    now: float
    since: float
    ended: Mapping[Person, float]

    @property
    def person(self) -> Person | None:
        """Who signed in, not too long ago; None where nobody has or anything is unclear."""
        issuer, subject, at = (self.claims.get(name) for name in ("iss", "sub", "iat"))
        if self.claims.get("is_logged_in") is not True:
            return None
        if not (isinstance(issuer, str) and issuer and isinstance(subject, str) and subject):
            return None
        if not isinstance(at, int | float) or isinstance(at, bool):
            return None
        person = Person(issuer, subject)
        oldest = max(self.since, self.now - HOURS * 3600)
        fresh = oldest <= at <= self.now + CLOCKS_DIFFER
        return person if fresh and at > self.ended.get(person, float("-inf")) else None

    def access(self, project: str) -> Access:
        """What the person may see of a project."""
        person = self.person
        member = self.members.get(person) if self.members and person else None
        if member is None:
            return Access()
        return Access("team" if project in member.team else "everyone", project in member.early)


def access(
    server_address: str | None,
    environ: Mapping[str, str],
    project: str,
    *,
    synthetic: bool,
    sign_in: SignIn | None,
) -> Access:
    """What whoever looks at a page may see; `sign_in` is None where no sign-in is set up.

    Invented data is open to all, but for drafts.
    """
    if sign_in is None:
        at_home = may_publish(server_address, environ)
        return Access(role(server_address, environ, synthetic=synthetic), early=at_home)
    found = sign_in.access(project)
    return Access("team", found.early) if synthetic else found


def role(server_address: str | None, environ: Mapping[str, str], *, synthetic: bool) -> Role:
    """The role of whoever looks at a page where no sign-in is set up."""
    if synthetic:
        return "team"
    at_home = server_address is not None and _is_loopback(server_address)
    return "team" if at_home and environ.get("MITTARISTO_ROLE") == "team" else "everyone"


def may_publish(
    server_address: str | None, environ: Mapping[str, str], *, sign_in: bool = False
) -> bool:
    """Whether a page may publish or save rows: for the team at the machine itself.

    Invented data is open to all, but no visitor of a demonstration may add to it. sign_in: whether
    it is set up; then the readers sit elsewhere.
    """
    return not sign_in and role(server_address, environ, synthetic=False) == "team"


def read_members(path: str | None) -> Members | None:
    """The list of members; None where there is none, or any of it is not as it should be.

    Each entry of the TOML file: `[[members]]` with `issuer`, `subject`, and the projects in
    `team`, `early`, or both. A file that anybody on the machine may write to is none.
    """
    try:
        file = Path(path or "")
        if not path or stat.S_IMODE(file.stat().st_mode) & stat.S_IWOTH:
            return None
        written = tomllib.loads(file.read_text(encoding="utf-8"))
        return _members(written)
    except (OSError, ValueError, TypeError, RecursionError):
        return None


def _members(written: Mapping[str, object]) -> Members:
    """Raises ValueError where anything is not as it should be."""
    listed = written.get("members")
    if written.keys() != {"members"} or not isinstance(listed, list):
        raise ValueError
    found: dict[Person, Member] = {}
    for entry in listed:
        if not isinstance(entry, dict) or entry.keys() - {"issuer", "subject", "team", "early"}:
            raise ValueError
        issuer, subject = entry.get("issuer"), entry.get("subject")
        if not (isinstance(issuer, str) and issuer and isinstance(subject, str) and subject):
            raise ValueError
        person = Person(issuer, subject)
        if person in found:
            raise ValueError
        found[person] = Member(*(_projects(entry.get(name, [])) for name in ("team", "early")))
    return found


def _projects(names: object) -> frozenset[str]:
    """Names of projects. Raises ValueError."""
    if not isinstance(names, list) or not all(isinstance(name, str) and name for name in names):
        raise ValueError
    return frozenset(names)


def _is_loopback(address: str) -> bool:
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
