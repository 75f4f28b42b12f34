"""Links that keep the choices, and a Back that goes back a page.

Streamlit 1.67 gives the side bar's links no query, so that a new tab forgets what was chosen. And
each change of the query is a step of its own in the browser's history: a change of page with three
choices took four presses of Back. May go when it does otherwise: tests/ui/test_browser.py tries
both.
"""

SCRIPT = """
<script>
  if (!window.mittaristoLinks) {
    window.mittaristoLinks = true;
    const push = history.pushState;
    history.pushState = (state, title, url) => {
      const samePage = new URL(url, location.href).pathname === location.pathname;
      (samePage ? history.replaceState : push).call(history, state, title, url);
    };
    const keepChoices = (event) => {
      const link = event.target.closest?.("[data-testid=stSidebarNavLink]");
      if (!link) return;
      const chosen = new URLSearchParams(location.search);
      chosen.delete("find");
      chosen.delete("measure");
      chosen.delete("a_month");
      link.search = chosen;
    };
    for (const kind of ["pointerover", "focusin"])
      document.addEventListener(kind, keepChoices, true);
  }
</script>
"""
"""Once in a browser's page, for all that follows."""
