"""Every sentence that the code marks for translation."""

from functools import cache

from babel.messages.extract import extract_from_dir

from tests.lib.builders import ROOT


@cache
def sentences() -> frozenset[str]:
    """Every sentence that the code marks for translation."""
    keywords = {"_": None, "N_": None}
    return frozenset(
        str(found[2])
        for folder in ("mittaristo", "pages")
        for found in extract_from_dir(ROOT / folder, keywords=keywords)
    )
