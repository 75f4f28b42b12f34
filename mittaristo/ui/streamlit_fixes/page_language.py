"""The page's own language and ground; Streamlit's own words around it in that language.

Streamlit 1.67 leaves `<html lang>` at "en", tells the page nothing of its theme, and labels its own
menu, side bar and skip link in English. May go when it takes a language:
tests/ui/test_browser.py says so by looking for English words.
"""

import json

import streamlit as st

from mittaristo.i18n.translation import Language, translator
from mittaristo.ui.streamlit_fixes import links

SAY_LANGUAGE = """
<script>
  document.documentElement.lang = {language};
  document.documentElement.dataset.ground = {ground};
  for (const link of document.querySelectorAll("[data-testid=stSkipToContent]"))
    link.textContent = {skip};
  for (const button of document.querySelectorAll("[data-testid=stMainMenuButton]"))
    button.ariaLabel = {menu};
  for (const button of document.querySelectorAll("[data-testid=stSidebarCollapseButton] button"))
    button.ariaLabel = {hide};
</script>
"""


def say_language(language: Language) -> None:
    """The page's language and ground, and Streamlit's own words in the language."""
    _ = translator(language)
    said = {
        "language": language,
        "ground": "dark" if st.context.theme.type == "dark" else "light",
        "skip": _("Skip to the content"),
        "menu": _("Menu"),
        "hide": _("Hide the choices"),
    }
    script = SAY_LANGUAGE.format(**{name: json.dumps(words) for name, words in said.items()})
    st.html(script + links.SCRIPT, unsafe_allow_javascript=True)
