"""Shapes of groups of employers that overlap."""

from collections.abc import Mapping

import polars as pl

from mittaristo.i18n.wording import Wording
from mittaristo.privacy.disclosure import SafeFrame, shaped


@shaped
def employer_groups(contacts: SafeFrame, labels: Mapping[str, str], _: Wording) -> pl.DataFrame:
    """Groups of employers: `contact, label, employers, clients`, the last two also as texts.

    contacts: the figure employers_by_contact; labels: group → its name, in order. The group of
    clients itself has no `clients`.
    """
    order = {group: place for place, group in enumerate(labels)}
    others = pl.when(pl.col("contact") != "client").then("clients")
    return (
        contacts.sort(pl.col("contact").replace_strict(order))
        .select(
            "contact",
            pl.col("contact").replace_strict(dict(labels)).alias("label"),
            "employers",
            others.alias("clients"),
        )
        .with_columns(_.numbers("employers"), _.numbers("clients"))
    )
