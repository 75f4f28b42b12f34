"""Who may see what: everyone, or the project team. Anything unclear is everyone."""

import ipaddress
from collections.abc import Mapping
from typing import Literal

Role = Literal["everyone", "team"]
ROLES: tuple[Role, ...] = ("everyone", "team")


def role(server_address: str | None, environ: Mapping[str, str], *, synthetic: bool) -> Role:
    """The role of whoever looks at a page.

    Until there is sign-in, the team is whoever sits at the machine itself, on a server that
    listens there only and was started with MITTARISTO_ROLE=team. Invented data is open to all.
    """
    if synthetic:
        return "team"
    at_home = server_address is not None and _is_loopback(server_address)
    return "team" if at_home and environ.get("MITTARISTO_ROLE") == "team" else "everyone"


def may_publish(server_address: str | None, environ: Mapping[str, str]) -> bool:
    """Whether a page may publish: for the team at the machine itself, also on invented data.

    Invented data is open to all, but no visitor of a demonstration may add to it.
    """
    return role(server_address, environ, synthetic=False) == "team"


def _is_loopback(address: str) -> bool:
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
