"""Pictures for the README, taken from the real dashboard. Needs Chromium: make screenshots"""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.test_browser import ARGUMENTS, CHROMIUM, PAGES, ready, serving  # noqa: E402

PICTURES = {"overview-en.png": "?lang=en", "yhteenveto-fi.png": ""}


def main() -> None:
    """Write each picture beside this file, 1440 × 900."""
    with serving() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for name, link in PICTURES.items():
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.goto(address + link)
            ready(page, PAGES[""])
            page.wait_for_timeout(1000)
            page.screenshot(path=ROOT / "docs" / name)
        browser.close()


if __name__ == "__main__":
    main()
