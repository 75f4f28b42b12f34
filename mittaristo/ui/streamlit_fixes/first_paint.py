"""The page's own style, there before Streamlit's first message, so that nothing jumps.

Streamlit 1.67 takes a style only as a part of the page, which is drawn without it first; and its
side bar opens, and moves all, when the script has said so. May go when it takes a style of its own:
tests/ui/test_stillness.py measures what moves.
"""

from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mittaristo.ui import places

STYLES = (places.STYLE, Path(__file__).with_name("early.css"))
END = "</body>"
STYLED = "\n".join(
    ["<style>", *(path.read_text(encoding="utf-8") for path in STYLES), f"</style>{END}"]
)
"""At the end of the page, where it comes after Streamlit's own style."""

ON_THE_WALL = """<style>
[data-testid="stAppViewContainer"]:not(:has([data-testid="stSidebar"])) { padding-left: 0; }
.stApp:not(:has(h1)) [data-testid="stSidebar"] { display: none; }
</style>"""
"""For the projector, which has no side bar: until its title is there nothing else says so."""

ALREADY_HERE = (b"accept-encoding", b"if-none-match", b"if-modified-since")
"""What a browser tells of the page that it has or takes: Streamlit's own page is not ours."""


class StyledFromTheFirst:
    """Puts the style into the page that Streamlit serves at every address."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request; only where a browser opens a page the answer is changed."""
        if scope["type"] != "http" or "text/html" not in Headers(scope=scope).get("accept", ""):
            await self.app(scope, receive, send)
            return
        asked = [pair for pair in scope["headers"] if pair[0] not in ALREADY_HERE]
        style = ON_THE_WALL if scope["path"].endswith("/projector") else ""
        await self.app({**scope, "headers": asked}, receive, _Styling(send, style))


class _Styling:
    """Holds a page back until it is whole, and sends it with the style."""

    def __init__(self, send: Send, style: str = "") -> None:
        self.send, self.style = send, style
        self.start: MutableMapping[str, Any] | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = Headers(raw=message["headers"])
            if headers.get("content-type", "").startswith("text/html"):
                self.start = message
                return
        if self.start is None:
            await self.send(message)
            return
        self.body += message.get("body", b"")
        if message.get("more_body"):
            return
        styled = STYLED.replace(END, f"{self.style}{END}")
        whole = self.body.replace(END.encode(), styled.encode(), 1)
        headers = MutableHeaders(raw=list(self.start["headers"]))
        for name in ("etag", "last-modified"):
            del headers[name]
        headers["content-length"] = str(len(whole))
        await self.send({**self.start, "headers": headers.raw})
        await self.send({"type": "http.response.body", "body": whole})
