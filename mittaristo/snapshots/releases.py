"""Drafts: snapshots that only some see until a day and hour, once somebody has approved them.

The hour stands in the manifest of a draft. Who approved it, why, and the release note: lines in
``data/<project>/releases.jsonl``, to which lines are only ever added. A draft without a line, or
whose line cannot be read, stays one.
"""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from mittaristo.i18n.formats import day
from mittaristo.i18n.translation import N_, Language
from mittaristo.messages.refusals import Refusal
from mittaristo.privacy.personal_data import personal_data_in
from mittaristo.snapshots.manifest import NOT_A_MANIFEST, Manifest
from mittaristo.snapshots.writing import alone, append_line, reason_of

LOG = "releases.jsonl"

FINLAND = ZoneInfo("Europe/Helsinki")
"""Hours are told as they are there, wherever the server stands."""


@dataclass(frozen=True)
class Approval:
    """That a draft may be released, who said so and why; `note`: what everyone is told with it."""

    name: str
    reason: str
    note: Mapping[Language, str] = field(default_factory=dict)

    @property
    def written(self) -> dict[str, object]:
        """Its part of a line of the log."""
        return {"name": self.name, "reason": self.reason, "note": dict(self.note)}


def approvals(project: Path) -> dict[str, Approval]:
    """Digest of a draft's manifest → its newest approval. A line that is none is skipped."""
    found: dict[str, Approval] = {}
    try:
        lines = (project / LOG).read_bytes().split(b"\n")
    except OSError:
        return {}
    for raw in lines:
        try:
            line = json.loads(raw)
            digest, note = line["manifest"], line["note"]
            texts: Mapping[Language, str] = {"fi": str(note["fi"]), "en": str(note["en"])}
            found[str(digest)] = Approval(str(line["name"]), str(line["reason"]), texts)
        except NOT_A_MANIFEST:
            continue
    return found


def state(project: Path) -> tuple[int, int]:
    """Size and time of the log: changes whenever the approvals should be read anew."""
    try:
        status = (project / LOG).stat()
    except OSError:
        return -1, -1
    return status.st_size, status.st_mtime_ns


def now() -> dt.datetime:
    """The present moment."""
    return dt.datetime.now(dt.UTC)


def hour(manifest: Manifest, language: Language) -> str:
    """Of a draft: from when everyone may see it, as 1.12.2026 9.00; empty of what is none."""
    if manifest.release_at is None:
        return ""
    at = manifest.release_at.astimezone(FINLAND)
    written = f"{at:%H:%M}" if language == "en" else f"{at.hour}.{at:%M}"
    return f"{day(at.date(), language)} {written}"


def is_held(manifest: Manifest, approval: Approval | None, at: dt.datetime) -> bool:
    """Whether a snapshot is a draft still: its hour has not come, or nobody has approved it."""
    return manifest.release_at is not None and (approval is None or at < manifest.release_at)


def approve(project: Path, manifest: Manifest, approval: Approval) -> None:
    """Add the approval of a draft to the log, for good. Raises Refusal."""
    if not (approval.name.strip() and approval.reason.strip()):
        raise Refusal(N_("Say with --name who approves, and with --reason why."), usage=True)
    if any(
        personal_data_in(one, phones=True) for one in (approval.reason, *approval.note.values())
    ):
        raise Refusal(
            N_("The reason or the note seems to hold personal data, and is kept for good.")
        )
    if manifest.release_at is None:
        raise Refusal(N_("Snapshot {number} is no draft."), number=manifest.number)
    line = {"at": now().isoformat(timespec="seconds"), "snapshot": manifest.number}
    line |= {"manifest": manifest.digests["manifest"], **approval.written}
    try:
        with alone(project):
            append_line(project, LOG, line)
    except OSError as failure:
        raise Refusal(
            N_("The disk failed ({reason}). It was not approved."), reason=reason_of(failure)
        ) from failure


def for_readers(project: Path, digests: Iterable[str]) -> str:
    """The log of a copy of some snapshots: their notes, without who approved them and why."""
    known = approvals(project)
    lines = (
        {"manifest": one, **Approval("", "", known[one].note).written}
        for one in digests
        if one in known
    )
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
