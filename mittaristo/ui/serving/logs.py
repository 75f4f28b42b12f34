"""What the server's log tells of an error: its kind and where, never what it says.

Polars and DuckDB write values of cells into the texts of their errors.
"""

import logging
import sys
import threading
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Any

MADE = logging.getLogRecordFactory()


def keep_values_out() -> None:
    """From now on, of every logger of this process, and of what no one has caught."""
    logging.setLogRecordFactory(_record)
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_a_thread


def without_words(error: BaseException) -> str:
    """The kinds of an error and of those before it, each with where it was raised."""
    return "\n".join(reversed([*_parts(error)]))


def _parts(error: BaseException | None) -> Iterator[str]:
    """The last one first."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        where = "".join(traceback.format_tb(error.__traceback__))
        number = f" [Errno {error.errno}]" if isinstance(error, OSError) and error.errno else ""
        yield f"{where}{type(error).__name__}{number}"
        error = error.__cause__ or error.__context__


def _record(*args: Any, **named: Any) -> logging.LogRecord:
    """A record whose errors say their kind only: that of the exception, and those in the text."""
    record = MADE(*args, **named)
    if record.exc_info and record.exc_info[1] is not None:
        record.exc_text, record.exc_info = without_words(record.exc_info[1]), None
    if isinstance(record.msg, BaseException):
        record.msg = type(record.msg).__name__
    if isinstance(record.args, tuple):
        record.args = tuple(
            type(one).__name__ if isinstance(one, BaseException) else one for one in record.args
        )
    return record


def _uncaught(kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
    del where
    if issubclass(kind, KeyboardInterrupt):
        return
    print(without_words(error), file=sys.stderr)


def _uncaught_in_a_thread(told: threading.ExceptHookArgs) -> None:
    if told.exc_value is not None:
        print(without_words(told.exc_value), file=sys.stderr)
