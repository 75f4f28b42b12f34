"""Registers → a folder of CSV files, or a workbook. Both say that they are invented."""

import csv
from pathlib import Path

import xlsxwriter

from mittaristo.example.world import Tables
from mittaristo.registers import INVENTED, columns

INVENTED_NOTE = "Keksitty esimerkkiaineisto. Invented example data."


def write_folder(tables: Tables, folder: Path) -> None:
    """Write <table>.csv for each table, and the mark that all of it is invented."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in {**tables, INVENTED: [{"note": INVENTED_NOTE}]}.items():
        header = ["note"] if name == INVENTED else list(columns(name))
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as target:
            writer = csv.writer(target, lineterminator="\n")
            writer.writerow(header)
            writer.writerows([_written(row[column]) for column in header] for row in rows)


def write_workbook(tables: Tables, file: Path) -> None:
    """Write a workbook with a sheet a table, and the mark that all of it is invented."""
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_date_format": "yyyy-mm-dd",
    }
    with xlsxwriter.Workbook(file, options) as workbook:
        for name, rows in {**tables, INVENTED: [{"note": INVENTED_NOTE}]}.items():
            header = ["note"] if name == INVENTED else list(columns(name))
            sheet = workbook.add_worksheet(name)
            sheet.write_row(0, 0, header)
            for number, row in enumerate(rows, start=1):
                sheet.write_row(number, 0, [row[column] for column in header])


def _written(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
