"""Shapes of groups of employers that overlap."""

from collections.abc import Mapping

import polars as pl

from mittaristo.i18n.wording import Wording
from mittaristo.privacy.disclosure import SafeFrame, shaped


@shaped
def employer_groups(
    contacts: SafeFrame,
    values: SafeFrame,
    labels: Mapping[str, str],
    beside: str,
    _: Wording,
) -> pl.DataFrame:
    """Groups of employers, the clients first: `label, value, target, clients` with their texts.

    `value_beside_text`: the value, and how many of them are clients. contacts: the figure
    employers_by_contact; values: whole_project; labels: group → its name, in order; beside: how the
    number of clients is said beside that of the group.
    """
    target = values.filter(pl.col("measure") == "employer_clients")["target"]
    order = {group: place for place, group in enumerate(labels)}
    is_client = pl.col("contact") == "client"
    aim = pl.when(is_client).then(pl.lit(target[0] if len(target) else None, pl.Float64))

    def of_them(count: int) -> str:
        return beside.format(count=_.number(count))

    return (
        contacts.sort(pl.col("contact").replace_strict(order))
        .select(
            pl.col("contact").replace_strict(dict(labels)).alias("label"),
            pl.col("employers").cast(pl.Float64).alias("value"),
            aim.alias("target"),
            pl.when(~is_client).then("clients").alias("clients"),
        )
        .with_columns(_.numbers("value"), _.numbers("target"), _.numbers("clients"))
        .with_columns(
            pl.concat_str(
                "value_text",
                pl.col("clients").map_elements(of_them, pl.String),
                separator=" · ",
                ignore_nulls=True,
            ).alias("value_beside_text")
        )
    )
