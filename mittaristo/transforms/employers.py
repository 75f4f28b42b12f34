"""Shapes of groups of employers that overlap."""

from collections.abc import Mapping

import polars as pl

from mittaristo.i18n.formats import number
from mittaristo.i18n.translation import Language
from mittaristo.privacy.disclosure import SafeFrame, shaped
from mittaristo.transforms import text_columns


def employer_groups(
    contacts: SafeFrame,
    values: SafeFrame,
    labels: Mapping[str, str],
    beside: str,
    language: Language,
) -> SafeFrame:
    """Groups of employers, the clients first: `label, value, target, clients`, and written out
    `said, aim, of_them, beside`.

    contacts: the figure employers_by_contact; values: whole_project; labels: group → its name, in
    order; beside: how the number of clients is said beside that of the group.
    """
    target = values.filter(pl.col("measure") == "employer_clients")["target"]
    order = {group: place for place, group in enumerate(labels)}
    is_client = pl.col("contact") == "client"
    aim = pl.when(is_client).then(pl.lit(target[0] if len(target) else None, pl.Float64))
    found = (
        contacts.sort(pl.col("contact").replace_strict(order))
        .select(
            pl.col("contact").replace_strict(dict(labels)).alias("label"),
            pl.col("employers").cast(pl.Float64).alias("value"),
            aim.alias("target"),
            pl.when(~is_client).then("clients").alias("clients"),
        )
        .with_columns(
            text_columns.numbers("value", language).alias("said"),
            text_columns.numbers("target", language).alias("aim"),
            text_columns.numbers("clients", language).alias("of_them"),
            pl.col("clients")
            .map_elements(lambda count: beside.format(count=number(count, language)), pl.String)
            .alias("beside"),
        )
        .with_columns(beside=pl.concat_str("said", "beside", separator=" · ", ignore_nulls=True))
    )
    return shaped(found, of=contacts)
