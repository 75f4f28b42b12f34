"""What can be wrong with a register, and what is understood although it was written otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass

from mittaristo.i18n.translation import N_
from mittaristo.messages import mapping_rules


@dataclass(frozen=True)
class Rule:
    """What must be true, and how to mend it: sentences of the catalogue."""

    says: str
    remedy: str


RULES: Mapping[str, Rule] = {
    "no_source": Rule(
        N_("there is no such file or folder."),
        N_("Give a workbook (.xlsx) or a folder of .csv files."),
    ),
    "unknown_format": Rule(
        N_("this kind of file cannot be read."),
        N_("Save it as an Excel workbook (.xlsx) or as CSV in UTF-8."),
    ),
    "single_csv": Rule(
        N_("a single CSV file is not all registers."),
        N_("Give the folder that it is in."),
    ),
    "workbook_in_folder": Rule(
        N_("a workbook lies in the folder, and only CSV files are read from a folder."),
        N_("Give the workbook itself, or take it out of the folder."),
    ),
    "unreadable": Rule(
        N_("the file is damaged or is not what its name says."),
        N_("Open it in Excel, save it again as .xlsx, or as CSV in UTF-8."),
    ),
    "not_read": Rule(
        N_("reading the workbook had to be stopped ({code})."),
        N_(
            "Copy the rows as values into the empty template. "
            "If this does not help, report the word in brackets."
        ),
    ),
    "workbook_too_large": Rule(
        N_("the workbook is larger than 100 MB."),
        N_("Take out pictures and sheets that are not registers, or save each sheet as CSV UTF-8."),
    ),
    "file_too_large": Rule(
        N_("the file is larger than 100 MB."),
        N_("Take out rows and columns that are not registers."),
    ),
    "folder_too_large": Rule(
        N_("the CSV files are together larger than 400 MB."),
        N_("Take out the files that are not registers."),
    ),
    "too_much_to_read": Rule(
        N_(
            "there are more cells than can be read: over 12 million filled in,"
            " or over 30 million in all."
        ),
        N_("Take out rows and columns that are not registers."),
    ),
    "protected_workbook": Rule(
        N_("the workbook is protected with a password."),
        N_("Open it in Excel, remove the password (File, Info, Protect Workbook) and save it."),
    ),
    "old_workbook": Rule(
        N_("this is an Excel 97–2003 workbook (.xls), whatever its name says."),
        N_("Open it in Excel and save it as Excel Workbook (.xlsx)."),
    ),
    "not_a_workbook": Rule(
        N_("the file is packed like a workbook but is not one."),
        N_("Open it in the program that made it and save it as Excel Workbook (.xlsx)."),
    ),
    "missing_part": Rule(
        N_("the workbook lacks a part that it refers to."),
        N_("Open it in Excel, let Excel repair it, check the rows and save it as .xlsx."),
    ),
    "too_many_parts": Rule(
        N_("the workbook consists of more than 10 000 parts, such as sheets and pictures."),
        N_("Copy the registers as values into a new workbook and save it as .xlsx."),
    ),
    "repeated_part": Rule(
        N_("the workbook holds one of its parts twice, so it is not clear which one counts."),
        N_("Open it in Excel, check that the rows are right and save it as .xlsx."),
    ),
    "part_outside": Rule(
        N_("a part of the workbook is named so that it leads outside the file."),
        N_("Do not use this file. Ask its sender where it comes from."),
    ),
    "unpacks_too_large": Rule(
        N_("the workbook unpacks to more than can be read (2 GB)."),
        N_("Take out sheets that are not registers, or save each sheet as CSV UTF-8."),
    ),
    "zip_bomb": Rule(
        N_("the workbook unpacks to over 200 times its size, as only a harmful or empty one does."),
        N_("If you trust it, copy the registers as values into a new workbook."),
    ),
    "declares_entities": Rule(
        N_("the workbook contains declarations that Excel never writes and that can do harm."),
        N_("Do not use this file. Ask its sender where it comes from."),
    ),
    "far_cell": Rule(
        N_("a cell that is in use lies far outside the table, so the sheet is too large to read."),
        N_(
            "Go to the last cell in Excel (Ctrl+End), delete the rows and columns "
            "outside the table, and save."
        ),
    ),
    "not_utf8": Rule(
        N_("it cannot be told how the file writes its letters."),
        N_("Save it in Excel as “CSV UTF-8”."),
    ),
    "no_tables": Rule(
        N_("no register was found."),
        N_("Name each sheet or file after its table, for example Clients or clients.csv."),
    ),
    "unknown_table": Rule(
        N_("no table has this name."),
        N_("Use one of: {tables}."),
    ),
    "repeated_table": Rule(
        N_("table {table} was given already."),
        N_("Put its rows into one sheet or file."),
    ),
    "not_invented": Rule(
        N_("the project is marked as invented, but the registers are not."),
        N_("Make a project of its own for real registers with: new."),
    ),
    "excel_error": Rule(
        N_("a cell holds an Excel error, such as #N/A."),
        N_("Correct the formula, or empty the cell."),
    ),
    "uncalculated": Rule(
        N_("the formula has no stored value."),
        N_("Open the workbook in Excel and save it."),
    ),
    "no_header": Rule(
        N_("no row of headings was found among the first 30 rows."),
        N_("Write the headings on one row: {columns}."),
    ),
    "missing_column": Rule(
        N_("the column is missing."),
        N_("Add it to the row of headings. Cells may be empty only where the table says so."),
    ),
    "unknown_column": Rule(
        N_("this column does not belong to the table (number {position} from the left)."),
        N_("Remove it, or rename it to one of: {columns}."),
    ),
    "repeated_column": Rule(
        N_("the column stands twice (again as number {position} from the left)."),
        N_("Keep one of them."),
    ),
    "too_many_cells": Rule(
        N_("the row has more cells than the row of headings."),
        N_("Put texts that contain a comma between quotation marks, or remove the extra cells."),
    ),
    "too_long": Rule(
        N_("the text is longer than 2 000 characters."),
        N_("Shorten it: a register holds facts, not documents."),
    ),
    **{name: Rule(*said) for name, said in mapping_rules.RULES.items()},
    "missing": Rule(N_("the cell is empty, but a value is needed."), N_("Fill it in.")),
    "date": Rule(N_("this is not a date."), N_("Write the date as 2026-04-30 or as 30.4.2026.")),
    "day_or_month_first": Rule(
        N_("the day and the month of this date may be the other way round."),
        N_("Write the date as 2026-04-30 or as 30.4.2026."),
    ),
    "day_without_century": Rule(
        N_("a birth date with a year of two digits: the century cannot be told."),
        N_("Write the year with four digits."),
    ),
    "day_as_number": Rule(
        N_("this number may be a day as Excel counts it, but from which year is not said."),
        N_("Write the date as 2026-04-30 or as 30.4.2026."),
    ),
    "thousand_or_decimal": Rule(
        N_("the three digits after the point or comma may be thousands or decimals."),
        N_("Write 1234 where thousands are meant, and 1.23 or 1.2340 where decimals are."),
    ),
    "integer": Rule(
        N_("this is not a whole number."), N_("Write digits only, and nothing else in the cell.")
    ),
    "number": Rule(
        N_("this is not a number."), N_("Write digits only, for example 120.50 or 120,50.")
    ),
    "true_false": Rule(N_("this is neither yes nor no."), N_("Write yes or no.")),
    "code": Rule(N_("this is not one of the allowed values."), N_("Use one of: {codes}.")),
    "pattern": Rule(N_("this does not have the right form."), N_("Write {form}.")),
    "range": Rule(N_("the number is out of bounds."), N_("Give a number from {least} to {most}.")),
    "project_dates": Rule(
        N_("the day is outside the project, {starts_on}–{ends_on}."),
        N_("Correct the date, or the project's first and last day in project.toml."),
    ),
    "order": Rule(
        N_("this day is before the one in column {other}."), N_("Correct one of the two dates.")
    ),
    "needs": Rule(
        N_("a value is needed here exactly when {other} is {value}."),
        N_("Fill in or empty this cell, or correct {other}."),
    ),
    "expected": Rule(
        N_("a value is needed here, because {other} is filled in."),
        N_("Fill in this cell, or correct {other}."),
    ),
    "repeated_key": Rule(
        N_("another row has the same key ({key})."),
        N_("Remove the extra row, or give each row a key of its own."),
    ),
    "same_identity_code": Rule(
        N_("perhaps the same person as on row {first}: they have the same identity code."),
        N_("If it is one person, give both rows one client id and keep one of them."),
    ),
    "same_name_and_birth_date": Rule(
        N_("perhaps the same person as on row {first}: they have the same name and birth date."),
        N_("If it is one person, give both rows one client id and keep one of them."),
    ),
    "no_such_row": Rule(
        N_("table {table} has no row with this id ({key})."),
        N_("Correct the value, or add the row to table {table}."),
    ),
    "no_such_table": Rule(
        N_("the column refers to table {table}, which was not given."),
        N_("Add table {table}."),
    ),
    "job_before_joining": Rule(
        N_("a job before its client joined the project: {count} rows, the first here."),
        N_("Check the day, and the day on which the client joined."),
    ),
    "perhaps_named": Rule(
        N_("texts that may name a client in an inflected form: {count}, the first here."),
        N_("If it is a name, remove it: titles and notes are shown to everyone."),
    ),
    "service_before_joining": Rule(
        N_("a service before its client joined the project: {count} rows, the first here."),
        N_("Check the day, and the day on which the client joined."),
    ),
    "training_before_joining": Rule(
        N_("a training before its client joined the project: {count} rows, the first here."),
        N_("Check the day, and the day on which the client joined."),
    ),
    "unknown_measure": Rule(
        N_("no measure has this name, so the target will not be seen."),
        N_("If it is meant to be one of these, correct it: {measures}."),
    ),
    "personal": Rule(
        N_("a public text seems to hold {what}."),
        N_("Remove it: titles and notes are shown to everyone."),
    ),
}


NOTES: Mapping[str, Rule] = {
    "encoding": Rule(
        N_("the file is not in UTF-8; it was read as {encoding}."),
        N_("Look at a name with letters such as ä or я: if it is wrong, save as “CSV UTF-8”."),
    ),
    "hidden_sheet": Rule(N_("the sheet is hidden; its rows count."), ""),
    "hidden_rows": Rule(N_("hidden rows: {count}; they count."), ""),
    "struck_rows": Rule(
        N_("rows with text that is struck out: {count}; they count."),
        N_("Delete them if they should not count, or leave them out by a mapping."),
    ),
    "above_header": Rule(
        N_("the names of the columns stand on this row; what is above was passed over."), ""
    ),
    "headings": Rule(
        N_("rows that repeat the headings: {count}, the first here. They were passed over."),
        "",
    ),
    "totals": Rule(N_("a row of totals was passed over."), ""),
    "without_heading": Rule(
        N_("column number {position} has no name; cells passed over: {count}."),
        N_("Give it a name if it belongs to the table."),
    ),
    **{name: Rule(*said) for name, said in mapping_rules.NOTES.items()},
    "finnish_days": Rule(N_("days written as day.month.year: {count}, the first here."), ""),
    "short_years": Rule(
        N_("days with a year of two digits: {count}, the first here. They were read as 20…"),
        N_("Write four digits if that is wrong."),
    ),
    "days_together": Rule(N_("days written as yearmonthday: {count}, the first here."), ""),
    "days_with_time": Rule(
        N_("days with a time of day: {count}, the first here. The time was left out."), ""
    ),
    "excel_days": Rule(N_("days that Excel had as numbers: {count}, the first here."), ""),
    "finnish_numbers": Rule(
        N_("numbers with a comma or with spaces: {count}, the first here."), ""
    ),
    "language_names": Rule(N_("languages written by their name: {count}, the first here."), ""),
    "measure_labels": Rule(N_("measures written by their label: {count}, the first here."), ""),
    "alike": Rule(
        N_(
            "ids that differ from their usual spelling by case, spaces or look-alike letters:"
            " {count}, the first here. They were taken as the same."
        ),
        "",
    ),
}
"""What was understood although it was written in another way: told, and no hindrance."""
