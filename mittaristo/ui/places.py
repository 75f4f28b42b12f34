"""Where the files of the dashboard lie."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "pages"
ICON = Path(__file__).with_name("icon.png")
STYLE = Path(__file__).with_name("style.css")
