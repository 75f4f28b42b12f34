"""Parts of a whole: each with its share, in words."""

import polars as pl

from mittaristo.i18n.wording import Wording
from mittaristo.privacy.disclosure import SafeFrame, shaped


@shaped
def shared(figure: SafeFrame, code: str, value: str, _: Wording) -> pl.DataFrame:
    """The figure with `share` of the whole, `of_largest`, and `said`, a number with its share.

    All counts, the code and the share also as texts. code: the column that names the parts; value:
    the count whose shares are told.
    """
    counts = [name for name, kind in figure.schema.items() if kind.is_numeric()]
    return (
        figure.with_columns(
            share=pl.col(value) / pl.col(value).sum(),
            of_largest=pl.col(value) / pl.col(value).max(),
        )
        .with_columns(
            _.codes(code),
            _.percents("share"),
            *(_.numbers(name) for name in counts),
        )
        .with_columns(said=pl.format("{} ({})", f"{value}_text", "share_text"))
    )
