"""Names that must be found nowhere in a store."""

from mittaristo.project import Project
from mittaristo.snapshots.reading import numbers, open_snapshot

CANARY = [
    "Aino Kanarialintu",
    "aino@kanaria.fi",
    "040 123 4567",
    "010190-999W",
    "FI2112345600000785",
]


def stored_texts(project: Project) -> str:
    """Every value of every file of every snapshot."""
    found = []
    for number in numbers(project.folder):
        snapshot = open_snapshot(project.folder, number)
        for frame in (*snapshot.registers().values(), *snapshot.figures.tables.values()):
            found += [str(value) for column in frame.iter_columns() for value in column.unique()]
        found += [path.read_text(encoding="utf-8") for path in snapshot.folder.rglob("*.json")]
    return "\n".join(found)
