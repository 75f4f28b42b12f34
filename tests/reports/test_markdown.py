"""A report as Markdown: the figures of the pages in words, each block with its length."""

import io
import re
from dataclasses import replace

from pptx import Presentation

from mittaristo.panels.parts.view import View
from mittaristo.reports.json_file import as_json
from mittaristo.reports.origin import Origin
from mittaristo.reports.whole.contents import Contents, contents
from mittaristo.reports.whole.markdown import report_markdown
from mittaristo.reports.whole.slides import report_slides
from mittaristo.snapshots.reading import Snapshot, open_snapshot
from tests.lib.builders import BUNDLED

INVENTED = {"fi": "Keksitty esimerkkiaineisto", "en": "Invented example data"}


def test_every_measure_stands_beside_its_value(snapshot: Snapshot, report: Contents) -> None:
    view, _ = report.origin.view, report.origin.view.wording
    text, figures = report_markdown(report, print).decode(), as_json(snapshot)
    period = (view.starts_on.isoformat(), figures["as_of"])
    whole = [one for one in figures["measures"] if (one["from"], one["to"]) == period]
    kept = [one for one in whole if one["value"] is not None]
    assert len(kept) == 26
    for one in kept:
        row = f"| {view.labels[one['id']]} | {_.number(one['value'])} | {_.unit(one['unit'])} |"
        assert row in text, one["id"]
    assert f"**{INVENTED[view.language]}**" in text


def test_the_length_below_a_heading_is_that_of_its_text(report: Contents) -> None:
    text = report_markdown(report, print).decode()
    blocks = re.findall(r"^#+ [^\n]*\n\n\*\w+:? ([\d\s,]+)\*\n\n(.*?)\n\n(?=#)", text, re.M | re.S)
    assert len(blocks) > 12
    for told, block in blocks:
        length = int(re.sub(r"[\s,]", "", told))
        assert length <= len(block) < length * 1.3 + 40


def test_a_text_of_a_register_means_nothing_in_markdown(snapshot: Snapshot) -> None:
    project = replace(snapshot.figures.project, name="[x](http://x.example) | <b>*x*")
    figures = replace(snapshot.figures, project=project)
    made = contents(snapshot, Origin.of(snapshot, View(figures, "en")), ["employments"])
    text = report_markdown(made, print).decode()
    assert "[x](" not in re.sub(r"\\.", "", text)
    assert "<b>" not in re.sub(r"\\.", "", text)


def test_a_report_of_the_team_s_week_says_whose_it_is(report: Contents) -> None:
    view, week = report.origin.view, open_snapshot(BUNDLED, 4)
    themes = ("figures",)
    weekly = contents(week, Origin.of(week, replace(view, figures=week.figures)), themes)
    said = {"fi": "(viikkoseuranta, vain tiimi)", "en": "(weekly, team only)"}[view.language]
    for whole, is_said in ((weekly, True), (report, False)):
        assert whole.title().endswith(said) == is_said
        assert (said in report_markdown(whole, print).decode().split("## ")[-1]) == is_said
        deck = Presentation(io.BytesIO(report_slides(whole, print)))
        texts = [one.text_frame.text for one in deck.slides[0].shapes if one.has_text_frame]
        assert any(said in text for text in texts) == is_said
