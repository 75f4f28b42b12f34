"""The page on which a draft is checked, and the field that answers a question."""

import pytest

from tests.lib.pages import Open, html_of

DRAFT = (
    "Työllistymisiä on kertynyt 282. Yhteensä 282 henkilöä on työllistynyt. Palvelua on saanut 844"
    " henkilöä. Keväällä tehtiin 19 asiakaskartoitusta."
)


@pytest.mark.parametrize(
    ("language", "title", "heading"),
    [
        ("fi", "1 luku ei täsmää", "Eivät täsmää"),
        pytest.param(
            "en",
            "1 number does not agree with the figures",
            "Do not agree",
            marks=pytest.mark.long,
        ),
    ],
)
def test_what_is_wrong_in_a_pasted_draft_stands_on_top(
    open_page: Open, language: str, title: str, heading: str
) -> None:
    app = open_page("draft", lang=language)
    assert not app.exception
    app.text_area(key="draft-text").set_value(DRAFT)
    app.button[0].click().run()
    assert not app.exception
    assert [one.value for one in app.title] == [title]
    assert heading in [one.value for one in app.header]
    assert "[282]" in html_of(app)
    assert DRAFT not in str(dict(app.query_params))


def test_a_question_in_the_field_of_all_figures_is_answered(open_page: Open) -> None:
    app = open_page("figures")
    [field] = [one for one in app.text_input if one.key == "find"]
    app = field.set_value("montako henkilöä työllistyi vuonna 2025").run()
    assert not app.exception
    shown = html_of(app)
    assert "Työllistyneet: 182 henkilöä" in shown
    assert shown.count('<th scope="row" role="rowheader">') == 1
    [field] = [one for one in app.text_input if one.key == "find"]
    shown = html_of(field.set_value("montako naista työllistyi Kajaanissa").run())
    assert "Lukua ei anneta" in shown
