"""`python -m mittaristo <verb>`: which verb is meant, and what is said when it is not done."""

import argparse
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from mittaristo.cli import (
    asking,
    context,
    figures,
    projects,
    registers,
    releasing,
    samples,
    snapshots,
    tracing,
)
from mittaristo.cli.outgoing import copies, reports, sending, sharing
from mittaristo.cli.plain import printing
from mittaristo.cli.verb import REFUSED, USAGE, Usage
from mittaristo.i18n.translation import LANGUAGES, N_, Language, Translate, language_of, translator
from mittaristo.messages.refusals import Refusal, in_words

VERBS = (
    projects.NEW,
    projects.TEMPLATE,
    registers.CHECK,
    registers.WORKLIST,
    registers.PUBLISH,
    context.CONTEXT,
    releasing.APPROVE,
    snapshots.PRUNE,
    snapshots.SNAPSHOTS,
    releasing.READY,
    figures.FIGURES,
    asking.ASK,
    asking.REVIEW,
    tracing.TRACE,
    samples.SAMPLE,
    sending.DIGEST,
    sending.CALENDAR,
    reports.REPORT,
    sharing.SHARE,
    copies.BACKUP,
    copies.RESTORE,
    sharing.OPEN,
    projects.EXAMPLE,
)


def main(given: list[str] | None = None) -> int:
    """Run one verb and say what came of it, in the reader's language."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    with printing():
        return _run(given)


def _run(given: list[str] | None) -> int:
    given = list(sys.argv[1:] if given is None else given)
    language = _language(given)
    _ = translator(language)
    try:
        with speaking(_):
            parsed = parser(_).parse_args(given)
    except SystemExit as stop:
        return int(stop.code or 0)
    try:
        return cast(int, parsed.run(parsed, _, language))
    except Usage as wrong:
        print(wrong, file=sys.stderr)
        return USAGE
    except (Refusal, OSError) as refusal:
        print(in_words(refusal, language), file=sys.stderr)
        return USAGE if isinstance(refusal, Refusal) and refusal.usage else REFUSED
    except KeyboardInterrupt:
        return REFUSED


def _language(given: list[str]) -> Language:
    """`--lang` counts before anything else is parsed, so that a usage error is understood, too."""
    before = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    before.add_argument("--lang", choices=LANGUAGES)
    try:
        return before.parse_known_args(given)[0].lang or language_of()
    except argparse.ArgumentError:
        return language_of()


OF_ARGPARSE = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
    N_("%(prog)s: error: %(message)s\n"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("the following arguments are required: %s"),
    N_("one of the arguments %s is required"),
    N_("unrecognized arguments: %s"),
    N_("not allowed with argument %s"),
    N_("expected one argument"),
    N_("ignored explicit argument %r"),
    N_("ambiguous option: %(option)s could match %(matches)s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
)
"""What argparse says by itself to those who use the command line."""


@contextmanager
def speaking(_: Translate) -> Iterator[None]:
    """argparse says its own sentences by our catalogue, while it builds and parses."""
    own = vars(argparse)["_"]
    vars(argparse)["_"] = _
    try:
        yield
    finally:
        vars(argparse)["_"] = own


def parser(_: Translate) -> argparse.ArgumentParser:
    """What each verb takes; a verb is run with what was given, a translator and the language."""
    made_parser = argparse.ArgumentParser(
        prog="mittaristo",
        description=_("Project registers into dated snapshots, and snapshots into figures."),
    )
    added = made_parser.add_subparsers(required=True, metavar=_("verb"))
    for verb in VERBS:
        made = added.add_parser(verb.name, help=_(verb.summary), description=_(verb.summary))
        made.set_defaults(run=verb.run)
        made.add_argument("--lang", choices=LANGUAGES, help=_("language of the messages"))
        if verb.of_projects:
            made.add_argument(
                "--data",
                type=Path,
                default=Path(os.environ.get("MITTARISTO_DATA") or "data"),
                help=_("where the projects lie (otherwise MITTARISTO_DATA, otherwise data)"),
            )
        verb.takes(made, _)
    return made_parser
