"""Registers → a folder of CSV files, or a workbook. Both say that they are invented."""

import csv
from pathlib import Path

from mittaristo.example.world import Tables
from mittaristo.i18n.translation import Language
from mittaristo.importing.template import write_workbook
from mittaristo.registers.schemas import INVENTED, columns

INVENTED_NOTE = "Keksitty esimerkkiaineisto. Invented example data."


def write_folder(tables: Tables, folder: Path) -> None:
    """Write <table>.csv for each table, and the mark that all of it is invented."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in {**tables, INVENTED: [{"note": INVENTED_NOTE}]}.items():
        header = ["note"] if name == INVENTED else list(columns(name))
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as target:
            writer = csv.writer(target, lineterminator="\n")
            writer.writerow(header)
            writer.writerows([_written(row.get(column)) for column in header] for row in rows)


def write_filled_workbook(tables: Tables, file: Path, language: Language) -> None:
    """Write the register workbook filled in, with the mark that all of it is invented."""
    write_workbook(file, language, tables, invented=INVENTED_NOTE)


def _written(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
