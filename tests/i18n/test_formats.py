"""Numbers as they are read."""

import pytest

from mittaristo.i18n.formats import percent


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0, "0 %"),
        (0.0001, "<1 %"),
        (0.005, "1 %"),
        (0.185, "19 %"),
        (0.994, "99 %"),
        (199 / 200, "99 %"),
        (0.9999, "99 %"),
        (1, "100 %"),
        (1.004, "100 %"),
        (1.876, "188 %"),
    ],
)
def test_what_is_not_yet_all_is_not_said_to_be_all_nor_something_nothing(
    share: float, said: str
) -> None:
    assert percent(share, "fi").replace("\N{NO-BREAK SPACE}", " ") == said
