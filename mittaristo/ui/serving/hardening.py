"""What stands before Streamlit: headers, a limit of visitors, and whether the server is ready.

Streamlit 1.67 sends none of these headers and takes any number of sessions.
"""

import asyncio
import os
import time
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mittaristo.snapshots import readiness
from mittaristo.ui.places import ROOT

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval';"
        " style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:;"
        " connect-src 'self' ws: wss: data: blob:; worker-src 'self' blob:; frame-src 'self' data:;"
        " object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
    ),
}
"""The charts compile their expressions in the browser, and Streamlit's page has scripts within it:
without 'unsafe-eval' and 'unsafe-inline' nothing is shown. No other host is asked for anything."""

SESSIONS = "MITTARISTO_SESSIONS"
"""How many visitors at most; no limit where it is not told."""

FULL = (
    "Sivulla on juuri nyt liikaa kävijöitä. Yritä hetken kuluttua uudelleen.\n"
    "There are too many visitors right now. Try again in a moment.\n"
)

OPEN = "/_stcore/stream"
"""Where a visitor's connection is opened."""


class Guarded:
    """Adds the headers to every answer, and turns visitors away where there are too many."""

    def __init__(self, app: ASGIApp) -> None:
        self.app, self.there = app, 0
        told = os.environ.get(SESSIONS, "")
        self.at_most = int(told) if told.isdecimal() else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request or a connection."""
        full = self.at_most is not None and self.there >= self.at_most
        if scope["type"] == "websocket" and scope["path"].endswith(OPEN):
            if full:
                await send({"type": "websocket.close", "code": 1013})
                return
            self.there += 1
            try:
                await self.app(scope, receive, send)
            finally:
                self.there -= 1
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        page = "text/html" in Request(scope).headers.get("accept", "")
        turned_away = PlainTextResponse(FULL, 503, {"Retry-After": "30"})
        await (turned_away if full and page else self.app)(scope, receive, with_headers)


SECONDS = 10
"""So long an answer of readiness holds: every byte is read for one."""


class Ready:
    """Whether what everyone is to see is whole: 200 or 503, and no more than that."""

    def __init__(self) -> None:
        self.answered, self.answer = 0.0, False
        self.asking = asyncio.Lock()

    async def __call__(self, request: Request) -> Response:
        """Answer, without a name of anything."""
        del request
        async with self.asking:
            if time.monotonic() - self.answered > SECONDS or not self.answered:
                self.answer = await asyncio.to_thread(_is_ready)
                self.answered = time.monotonic()
        return PlainTextResponse(*(("ready\n", 200) if self.answer else ("not ready\n", 503)))


def _is_ready() -> bool:
    data = Path(os.environ.get("MITTARISTO_DATA") or ROOT / "data")
    return readiness.is_ready(readiness.of_all(data))
