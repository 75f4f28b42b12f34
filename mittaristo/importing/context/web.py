"""What is asked of someone else's server, when a reader asks for it: retried, whole, and kept."""

import datetime as dt
import hashlib
import http.client
import json
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from mittaristo.i18n.translation import N_
from mittaristo.messages.refusals import Refusal

WAITS = (1.0, 4.0)
"""Seconds before each further try."""

SECONDS = 30.0
"""How long a server may say nothing."""

MOST = 200 << 20
"""Bytes of an answer at most."""

ADDRESS = N_("an address begins with http:// or https://")
NO_NETWORK = N_(
    "the server did not answer. Is there a network? A file that was fetched elsewhere can be read"
    " in the place of the address."
)
ANSWERED = N_("the server refused ({status}). Is the address that of the data?")
REDIRECTED = N_("the server leads on to another address that cannot be followed.")
INSECURE = N_("the server leads from an encrypted address to one that is not.")
CUT_SHORT = N_("the answer broke off before its end. Nothing was kept of it.")
TOO_LARGE = N_("the answer is larger than 200 MB.")


@dataclass(frozen=True)
class Answer:
    """An answer that came whole, and the day of it. `kept`: it came earlier, and was kept."""

    content: bytes
    retrieved_on: dt.date
    kept: bool = False


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a few redirects, and none from https to http."""

    max_redirections = 5

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        if req.full_url.startswith("https:") and not newurl.startswith("https:"):
            raise Refusal(INSECURE, place=req.full_url)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def fetch(address: str, today: dt.date, *, query: bytes | None = None) -> Answer:
    """The whole answer. query: JSON that is posted. Raises Refusal with a sentence."""
    if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).netloc:
        raise Refusal(ADDRESS, place=address, usage=True)
    headers = {"User-Agent": "mittaristo", "Accept": "application/json, text/csv, */*"}
    if query is not None:
        headers["Content-Type"] = "application/json"
    request = urllib.request.Request(address, data=query, headers=headers)
    failure = Refusal(NO_NETWORK, place=address)
    for wait in (0.0, *WAITS):
        time.sleep(wait)
        try:
            return Answer(_whole(request, address), today)
        except urllib.error.HTTPError as refused:
            failure = _of_status(refused, address)
            if refused.code < 500 and refused.code != 429:
                break
        except (http.client.IncompleteRead, ConnectionResetError, ValueError):
            failure = Refusal(CUT_SHORT, place=address)
        except (OSError, http.client.HTTPException):
            failure = Refusal(NO_NETWORK, place=address)
    raise failure


def _of_status(refused: urllib.error.HTTPError, address: str) -> Refusal:
    if refused.code in (301, 302, 303, 307, 308):
        return Refusal(REDIRECTED, place=address)
    return Refusal(ANSWERED, place=address, status=refused.code)


def _whole(request: urllib.request.Request, address: str) -> bytes:
    """All of the answer, in pieces, so that one without an end is noticed."""
    opener = urllib.request.build_opener(_Redirects)
    with opener.open(request, timeout=SECONDS) as answer:
        told = answer.headers.get("Content-Length")
        content = bytearray()
        while piece := answer.read(1 << 16):
            content += piece
            if len(content) > MOST:
                raise Refusal(TOO_LARGE, place=address)
    if told is not None and told.isdigit() and len(content) != int(told):
        raise http.client.IncompleteRead(bytes(content[:0]))
    return bytes(content)


def keep(folder: Path, address: str, query: bytes | None, answer: Answer) -> None:
    """Keep an answer that could be read: written whole, or not at all. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / _name(address, query)
    unfinished = path.with_suffix(".new")
    head = json.dumps({"address": address, "retrieved_on": answer.retrieved_on.isoformat()})
    unfinished.write_bytes(head.encode() + b"\n" + answer.content)
    unfinished.replace(path)


def kept(folder: Path, address: str, query: bytes | None) -> Answer | None:
    """The last answer of an address that was kept; None without one."""
    try:
        head, _line, content = (folder / _name(address, query)).read_bytes().partition(b"\n")
        day = dt.date.fromisoformat(json.loads(head)["retrieved_on"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return Answer(content, day, kept=True)


def _name(address: str, query: bytes | None) -> str:
    return hashlib.sha256(address.encode() + b"\n" + (query or b"")).hexdigest()[:32]
