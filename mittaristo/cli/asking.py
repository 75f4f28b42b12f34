"""Verbs that hold words against figures: a question, and the draft of a text."""

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from mittaristo.cli.outgoing.sending import asked_for, takes_figures
from mittaristo.cli.verb import DONE, REFUSED, Usage, Verb
from mittaristo.i18n.translation import N_, Language, Translate
from mittaristo.messages.refusals import Refusal
from mittaristo.panels.asking import draft, drafted_text, question, told
from mittaristo.panels.asking.question import Reply
from mittaristo.reports import asked
from mittaristo.reports.origin import Origin
from mittaristo.snapshots import selection


def _ask_takes(made: argparse.ArgumentParser, _: Translate) -> None:
    made.add_argument("question", metavar=_("QUESTION"))
    takes_figures(made, _)


def _ask(parsed: argparse.Namespace, _: Translate, language: Language) -> int:
    """Answer with one figure, or say why there is none."""
    _project, origin = asked_for(parsed, _, language)
    reply = question.ask(parsed.question, replace(origin.view, since=None))
    chosen = parsed.as_of is not None or parsed.snapshot is not None
    if reply.outcome == "other_day" and not chosen:
        origin, reply = _of_that_day(parsed, origin, reply)
    if reply.view.figures.synthetic:
        print(_("Invented example data."))
    print(told.answer(reply))
    if reply.outcome != "found":
        for name, link in asked.to_choose(reply, origin):
            print(f"- {name}\n  {link}")
        apart = replace(origin, view=reply.view)
        for name in told.told_apart(reply):
            print(_("Address: {address}").format(address=apart.of_figure(name)))
        return REFUSED
    print(_("Address: {address}").format(address=asked.address(reply, origin)))
    return DONE


def _of_that_day(parsed: argparse.Namespace, origin: Origin, reply: Reply) -> tuple[Origin, Reply]:
    """The same asked of the snapshot of the day that the question names, where there is one."""
    folder = parsed.data / parsed.project
    found = selection.choose(folder, team=False, as_of=reply.day).snapshot
    if found is None or found.figures.as_of != reply.day:
        return origin, reply
    there = Origin.of(found, replace(reply.view, figures=found.figures, period=None))
    return there, question.ask(parsed.question, there.view)


def _review_takes(made: argparse.ArgumentParser, _: Translate) -> None:
    what = _("the draft: a text (.txt, .md) or a Word file (.docx)")
    made.add_argument("draft", type=Path, metavar=_("DRAFT"), help=what)
    takes_figures(made, _)


def _review(parsed: argparse.Namespace, _: Translate, language: Language) -> int:
    """Say of every number of a draft whether it is that of the figures."""
    try:
        text = drafted_text.read(parsed.draft)
    except Refusal as refusal:
        raise refusal
    except OSError:
        raise Usage(_("{path} could not be read.").format(path=parsed.draft)) from None
    _project, origin = asked_for(parsed, _, language)
    checked = draft.check(text, replace(origin.view, since=None))
    for line in asked.lines(checked, origin):
        print(line)
    sys.stdout.flush()
    return REFUSED if checked.of("differs") or checked.contradictions else DONE


ASK = Verb("ask", N_("answer a question with one figure, or with none"), _ask_takes, _ask)
REVIEW = Verb(
    "review",
    N_("hold the numbers of a publication's draft against the figures"),
    _review_takes,
    _review,
)
