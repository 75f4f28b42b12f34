"""What was published, and its digests: ``MANIFEST.json``."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from mittaristo.i18n.translation import N_

Purpose = Literal["weekly", "meeting", "payment", "final"]


PURPOSE_NAMES: Mapping[Purpose, str] = {
    "weekly": N_("weekly"),
    "meeting": N_("meeting"),
    "payment": N_("payment period"),
    "final": N_("final"),
}


MANIFEST = "MANIFEST.json"


CATALOGUE = "figures/catalogue.json"


VERSION = 1
"""Of the layout of a snapshot."""


NOT_A_MANIFEST = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RecursionError,
)
"""What reading some other JSON as a manifest can end in."""


class Damaged(Exception):
    """A snapshot whose bytes are not those that were published. Holds the file's name."""


@dataclass(frozen=True)
class Manifest:
    """What was published, when, why and from what."""

    written: Mapping[str, Any]

    @property
    def number(self) -> int:
        return int(self.written["sequence"])

    @property
    def as_of(self) -> dt.date:
        return dt.date.fromisoformat(self.written["as_of"])

    @property
    def published_at(self) -> dt.datetime:
        return dt.datetime.fromisoformat(self.written["published_at"])

    @property
    def purpose(self) -> Purpose:
        return cast(Purpose, self.written["purpose"])

    @property
    def release_at(self) -> dt.datetime | None:
        """Of a draft: when everyone may see it, once it is approved."""
        told = self.written.get("release_at")
        return None if told is None else dt.datetime.fromisoformat(told).astimezone(dt.UTC)

    @property
    def synthetic(self) -> bool:
        return bool(self.written["synthetic"])

    @property
    def key_id(self) -> str:
        return str(self.written["key_id"])

    @property
    def left_out(self) -> Mapping[str, int]:
        """Table → how many of its rows were left out on purpose as faulty."""
        return cast(Mapping[str, int], self.written.get("left_out", {}))

    @property
    def starts_on(self) -> dt.date:
        return dt.date.fromisoformat(self.written["project"]["starts_on"])

    @property
    def ends_on(self) -> dt.date:
        return dt.date.fromisoformat(self.written["project"]["ends_on"])

    @property
    def digests(self) -> Mapping[str, str]:
        """registers, figures, manifest."""
        return cast(Mapping[str, str], self.written["digests"])

    @property
    def files(self) -> Mapping[str, Mapping[str, Any]]:
        """Name → bytes, rows, sha256, schema."""
        return cast(Mapping[str, Mapping[str, Any]], self.written["files"])


REASONS = "registers/withheld.parquet"
"""Beside the registers, for the team: why something is not shown."""

SUMMARY = "registers/summary.parquet"
"""Beside the registers, for the team: what publishing changed, and what was doubted of it."""


def part_digest(files: Mapping[str, Mapping[str, Any]], part: str) -> str:
    """SHA-256 over the names and digests of all files of a part, registers or figures.

    Why something is not shown, and what was changed, depends on what there was before.
    """
    beside = (REASONS, SUMMARY)
    own = [name for name in files if name.startswith(f"{part}/") and name not in beside]
    sums = {name: files[name]["sha256"] for name in own}
    return hashlib.sha256(canonical(sums)).hexdigest()


def manifest_digest(written: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical manifest without its own digest."""
    digests = {name: value for name, value in written["digests"].items() if name != "manifest"}
    return hashlib.sha256(canonical({**written, "digests": digests})).hexdigest()


def digest_of_bytes(raw: bytes, digest: str) -> str:
    """manifest_digest of a manifest as it lies on the disk, from its bytes: `digest` is its own.

    Where it is not written in the one way, another one. A store of hundreds reads them all at once.
    """
    own = f'  "manifest": "{digest}",\n'.encode()
    return hashlib.sha256(raw.replace(own, b"", 1)).hexdigest()


def canonical(value: object) -> bytes:
    """One way only to write a JSON value: sorted, indented, UTF-8, a line end."""
    return (
        json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False) + "\n"
    ).encode()
