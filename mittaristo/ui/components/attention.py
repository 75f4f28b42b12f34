"""The panel of what is worth taking up now."""

import streamlit as st

from mittaristo.panels.attention import AT_MOST, LOOKED_AT, RULES, matters
from mittaristo.panels.situation import OVERVIEW, Situation
from mittaristo.project import today
from mittaristo.ui.components.left_out import say_left_out
from mittaristo.ui.components.page import plain
from mittaristo.ui.session import View


def attention(view: View) -> None:
    """At most three matters, worst first, linked where another page shows more; the rest folded."""
    _ = view.translate
    st.header(_("Worth taking up now"), anchor=False)
    at_hand = view.newest and not view.manifest.synthetic
    now = Situation(
        view.snapshot,
        view.changes(),
        view.language,
        today=today() if at_hand else None,
    )
    found = matters(now)
    say_left_out(view, (), [name for name in LOOKED_AT if view.keeps(name)])
    if not found:
        st.markdown(_("Nothing urgent right now."))
    for place, matter in enumerate(found[:AT_MOST]):
        with st.container(border=True, gap="xxsmall", key=f"matter-{place}"):
            if matter.page == OVERVIEW:
                st.markdown(f"**{plain(matter.headline)}**")
            else:
                st.page_link(
                    f"pages/results/{matter.page}.py",
                    label=f"**{plain(matter.headline)}**",
                    icon=":material/arrow_forward:",
                    icon_position="right",
                    width="stretch",
                    query_params=dict(st.query_params),
                )
            st.markdown(plain(matter.detail))
    if rest := found[AT_MOST:]:
        with st.expander(_("{count} more").format(count=len(rest))):
            for matter in rest:
                st.markdown(f"**{plain(matter.headline)}** {plain(matter.detail)}")
    with st.expander(_("How these are chosen")):
        said = _("At most three, the worst first. What is looked at:")
        rules = "\n- ".join(_(rule) for rule in RULES.values())
        st.markdown(f"{said}\n\n- {rules}")
