"""What everyone is told with a snapshot of which some figures are not as they were."""

from mittaristo.panels.parts.panel import Notice
from mittaristo.panels.parts.view import View


def release_note(view: View) -> Notice | None:
    """The note of whoever approved the snapshot; nothing where there is none."""
    _ = view.wording
    return Notice(_("Release note: {note}").format(note=view.note)) if view.note else None
