"""Where the files of the dashboard lie, and its icon."""

from base64 import b64encode
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "pages"
STYLE = Path(__file__).with_name("style.css")

ICON = (
    "data:image/png;base64," + b64encode(Path(__file__).with_name("icon.png").read_bytes()).decode()
)
"""As the browser gets it: given as a file, it would be opened and looked at in every run."""
