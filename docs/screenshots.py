"""Pictures for the README and the guides, taken from the real dashboard. Needs Chromium: make
screenshots"""

import os
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.lib.browser import ARGUMENTS, CHROMIUM, ready, serving  # noqa: E402
from tests.ui.test_browser import PAGES  # noqa: E402

OVERVIEWS = {"overview-en.png": "?lang=en", "yhteenveto-fi.png": ""}
IMPORTS = {
    "import-en.png": ("import?lang=en", "Read and check"),
    "tuonti-fi.png": ("import", "Lue ja tarkista"),
}
REGISTERS = ROOT / "data" / "next-level" / "registers"


def main() -> None:
    """Write each picture beside this file, 1440 × 900."""
    os.environ["MITTARISTO_ROLE"] = "team"  # the import page offers to publish
    with serving() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for name, link in OVERVIEWS.items():
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.goto(address + link)
            ready(page, PAGES[""])
            page.wait_for_timeout(1000)
            page.screenshot(path=ROOT / "docs" / name)
        for name, (link, check) in IMPORTS.items():
            _import(browser, address + link, check, ROOT / "docs" / name)
        browser.close()


def _import(browser: Browser, address: str, check: str, picture: Path) -> None:
    """The import page after it has checked the bundled registers without their last employments."""
    with tempfile.TemporaryDirectory() as folder:
        for register in REGISTERS.glob("*.csv"):
            lines = register.read_text(encoding="utf-8").splitlines(keepends=True)
            shorter = lines[:-12] if register.stem == "employments" else lines
            (Path(folder) / register.name).write_text("".join(shorter), encoding="utf-8")
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(address)
        page.locator("input[type=file]").set_input_files(sorted(Path(folder).glob("*.csv")))
        page.wait_for_timeout(2000)
        page.get_by_role("button", name=check).click()
        page.get_by_role("heading", level=2).first.wait_for(timeout=60_000)
        page.wait_for_timeout(1500)
        page.screenshot(path=picture)


if __name__ == "__main__":
    main()
