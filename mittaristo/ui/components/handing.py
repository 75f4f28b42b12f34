"""A button that gives a file to whoever presses it.

Streamlit serves a file at an address that needs no session. What not everyone may see goes through
the session's own connection instead, when it is asked for, and lies at no address.
"""

import base64
import json
import uuid
from collections.abc import Callable
from typing import Literal

from streamlit.delta_generator import DeltaGenerator

from mittaristo.ui import session

GIVE = """
<script>
  // {once}
  (() => {{
    const bytes = Uint8Array.from(atob({content}), (one) => one.charCodeAt(0));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([bytes], {{ type: {mime} }}));
    link.download = {name};
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }})();
</script>
"""


def give(
    place: DeltaGenerator,
    label: str,
    make: Callable[[], bytes | str],
    name: str,
    mime: str,
    *,
    key: str,
    type: Literal["secondary", "tertiary"] = "secondary",
) -> None:
    """The button; the file is made when it is pressed."""
    if not session.current().sealed:
        place.download_button(label, make, name, mime, key=key, on_click="ignore", type=type)
    else:
        hand(place, label, make, name, mime, key=key, type=type)


def hand(
    place: DeltaGenerator,
    label: str,
    make: Callable[[], bytes | str],
    name: str,
    mime: str,
    *,
    key: str,
    type: Literal["secondary", "tertiary"] = "secondary",
) -> None:
    """The same for what is of one reader alone: it lies at no address."""
    if place.button(label, key=f"{key}-sealed", type=type):
        place.html(_script(make(), name, mime), unsafe_allow_javascript=True)


def _script(file: bytes | str, name: str, mime: str) -> str:
    content = file.encode() if isinstance(file, str) else file
    told = {"content": base64.b64encode(content).decode(), "name": name, "mime": mime}
    written = {key: json.dumps(text).replace("<", "\\u003c") for key, text in told.items()}
    return GIVE.format(once=uuid.uuid4(), **written)
