"""Everything that is said of registers: how grave it is, what is wrong, and what to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from mittaristo.i18n.translation import N_

Severity = Literal["error", "warning", "info"]
"""An error hinders publishing. A warning is of what may be wrong, an info of what was understood
although it was written otherwise, or passed over: both are told, and no hindrance."""


SEVERITIES: Mapping[Severity, str] = {
    "error": N_("hinders publishing"),
    "warning": N_("to be mended"),
    "info": N_("to be noted"),
}


@dataclass(frozen=True)
class Rule:
    """What must be true, and how to mend it: sentences of the catalogue.

    `title`: what it is called where it is counted, with each snapshot; empty where it is not.
    """

    severity: Severity
    says: str
    remedy: str
    title: str = ""


def error(says: str, remedy: str) -> Rule:
    return Rule("error", says, remedy)


def warning(says: str, remedy: str = "", title: str = "") -> Rule:
    return Rule("warning", says, remedy, title)


def info(says: str, remedy: str = "", title: str = "") -> Rule:
    return Rule("info", says, remedy, title)


SAME_PERSON = N_(
    "If it is one person, keep one row, and give its id to the rows of other tables that have the"
    " other id. If they are two, say so: see “Not the same” in the guide."
)
RECORDED_TWICE = N_(
    "If it is one, remove one of the rows."
    " If they are two, say so: see “Not the same” in the guide."
)

RULES: Mapping[str, Rule] = {
    # of registers
    "no_source": error(
        N_("there is no such file or folder."),
        N_("Give a workbook (.xlsx) or a folder of .csv files."),
    ),
    "unknown_format": error(
        N_("this kind of file cannot be read."),
        N_("Save it as an Excel workbook (.xlsx) or as CSV in UTF-8."),
    ),
    "single_csv": error(
        N_("a single CSV file is not all registers."), N_("Give the folder that it is in.")
    ),
    "workbook_in_folder": error(
        N_("a workbook lies in the folder, and only CSV files are read from a folder."),
        N_("Give the workbook itself, or take it out of the folder."),
    ),
    "unreadable": error(
        N_("the file is damaged or is not what its name says."),
        N_("Open it in Excel, save it again as .xlsx, or as CSV in UTF-8."),
    ),
    "no_permission": error(
        N_("there is no permission to read the file."),
        N_(
            "Close it in other programs, ask whoever keeps it for the right to read it, or give a"
            " copy of it."
        ),
    ),
    "not_read": error(
        N_("reading the workbook had to be stopped ({code})."),
        N_(
            "Copy the rows as values into the empty template. "
            "If this does not help, report the word in brackets."
        ),
    ),
    "workbook_too_large": error(
        N_("the workbook is larger than {limit} MB."),
        N_("Take out pictures and sheets that are not registers, or save each sheet as CSV UTF-8."),
    ),
    "file_too_large": error(
        N_("the file is larger than {limit} MB."),
        N_("Take out rows and columns that are not registers."),
    ),
    "folder_too_large": error(
        N_("the CSV files are together larger than {limit} MB."),
        N_("Take out the files that are not registers."),
    ),
    "too_many_columns": error(
        N_("a row has more than {limit} cells."),
        N_("Take out columns that are not registers, and give what is left."),
    ),
    "too_many_sheets": error(
        N_("there are more than {limit} sheets or files."),
        N_("Give only the sheets or files that are registers."),
    ),
    "cell_too_long": error(
        N_("a cell holds more than 32 767 characters, more than Excel allows."),
        N_("Shorten the text: a register holds facts, not documents."),
    ),
    "too_much_to_read": error(
        N_(
            "there are more cells than can be read: over {filled} million filled in,"
            " or over {cells} million in all."
        ),
        N_("Take out rows and columns that are not registers."),
    ),
    "protected_workbook": error(
        N_("the workbook is protected with a password."),
        N_("Open it in Excel, remove the password (File, Info, Protect Workbook) and save it."),
    ),
    "old_workbook": error(
        N_("this is an Excel 97–2003 workbook (.xls), whatever its name says."),
        N_("Open it in Excel and save it as Excel Workbook (.xlsx)."),
    ),
    "not_a_workbook": error(
        N_("the file is packed like a workbook but is not one."),
        N_("Open it in the program that made it and save it as Excel Workbook (.xlsx)."),
    ),
    "missing_part": error(
        N_("the workbook lacks a part that it refers to."),
        N_("Open it in Excel, let Excel repair it, check the rows and save it as .xlsx."),
    ),
    "too_many_parts": error(
        N_("the workbook consists of more than {limit} parts, such as sheets and pictures."),
        N_("Copy the registers as values into a new workbook and save it as .xlsx."),
    ),
    "repeated_part": error(
        N_("the workbook holds one of its parts twice, so it is not clear which one counts."),
        N_("Open it in Excel, check that the rows are right and save it as .xlsx."),
    ),
    "part_outside": error(
        N_("a part of the workbook is named so that it leads outside the file."),
        N_("Do not use this file. Ask its sender where it comes from."),
    ),
    "unpacks_too_large": error(
        N_("the workbook unpacks to more than can be read ({limit} GB)."),
        N_("Take out sheets that are not registers, or save each sheet as CSV UTF-8."),
    ),
    "zip_bomb": error(
        N_(
            "the workbook unpacks to over {limit} times its size,"
            " as only a harmful or empty one does."
        ),
        N_("If you trust it, copy the registers as values into a new workbook."),
    ),
    "declares_entities": error(
        N_("the workbook contains declarations that Excel never writes and that can do harm."),
        N_("Do not use this file. Ask its sender where it comes from."),
    ),
    "far_cell": error(
        N_("a cell that is in use lies far outside the table, so the sheet is too large to read."),
        N_(
            "Go to the last cell in Excel (Ctrl+End), delete the rows and columns "
            "outside the table, and save."
        ),
    ),
    "not_utf8": error(
        N_("it cannot be told how the file writes its letters."),
        N_("Save it in Excel as “CSV UTF-8”."),
    ),
    "no_tables": error(
        N_("no register was found."),
        N_("Name each sheet or file after its table, for example Clients or clients.csv."),
    ),
    "unknown_table": error(N_("no table has this name."), N_("Use one of: {tables}.")),
    "repeated_table": error(
        N_("table {table} was given already."), N_("Put its rows into one sheet or file.")
    ),
    "not_invented": error(
        N_("the project is marked as invented, but the registers are not."),
        N_("Make a project of its own for real registers with: new."),
    ),
    "excel_error": error(
        N_("a cell holds an Excel error, such as #N/A."),
        N_("Correct the formula, or empty the cell."),
    ),
    "uncalculated": error(
        N_("the formula has no stored value."), N_("Open the workbook in Excel and save it.")
    ),
    "no_header": error(
        N_("no row of headings was found among the first {limit} rows."),
        N_("Write the headings on one row: {columns}."),
    ),
    "missing_column": error(
        N_("the column is missing."),
        N_("Add it to the row of headings. Cells may be empty only where the table says so."),
    ),
    "unknown_column": error(
        N_("this column does not belong to the table (number {position} from the left)."),
        N_("Remove it, or rename it to one of: {columns}."),
    ),
    "repeated_column": error(
        N_("the column stands twice (again as number {position} from the left)."),
        N_("If both say the same, remove one; otherwise give each a heading of its own."),
    ),
    "too_many_cells": error(
        N_("the row has more cells than the row of headings."),
        N_("Put texts that contain a comma between quotation marks, or remove the extra cells."),
    ),
    "too_few_cells": error(
        N_("the row has fewer cells than the row of headings, so they may belong elsewhere."),
        N_("Add the separators that are missing, also where the last cells are empty."),
    ),
    "stray_quote": error(
        N_("a quotation mark stands where it cannot be told where its cell ends."),
        N_(
            "Put the whole cell between quotation marks, and write each one within it twice; or"
            " remove it. A spreadsheet program does so when it saves a sheet as CSV."
        ),
    ),
    "swallowed_rows": error(
        N_(
            "a cell goes on over several lines and holds what looks like rows: perhaps a quotation"
            " mark is too many here and on a later line."
        ),
        N_(
            "Remove the quotation marks around it, or write the text of the cell without line"
            " breaks."
        ),
    ),
    "mixed_encodings": error(
        N_("the letters of this row are written in another encoding than those of other rows."),
        N_("Look at letters such as ä on this row, correct them and save the file as “CSV UTF-8”."),
    ),
    "too_long": error(
        N_("the text is longer than {limit} characters."),
        N_("Shorten it: a register holds facts, not documents."),
    ),
    "missing": error(N_("the cell is empty, but a value is needed."), N_("Fill it in.")),
    "date": error(N_("this is not a date."), N_("Write the date as 2026-04-30 or as 30.4.2026.")),
    "no_such_day": error(
        N_("there is no such day in the calendar."),
        N_(
            "Correct the day, the month or the year: months have 28 to 31 days, 29 February comes"
            " in leap years only, and years go from 1900 to 2199."
        ),
    ),
    "other_weekday": error(
        N_("this day is not the day of the week that stands before it."),
        N_("Correct one of the two, or leave the day of the week out."),
    ),
    "day_or_month_first": error(
        N_("the day and the month of this date may be the other way round."),
        N_("Write the date as 2026-04-30 or as 30.4.2026."),
    ),
    "day_without_century": error(
        N_("a birth date with a year of two digits: the century cannot be told."),
        N_("Write the year with four digits."),
    ),
    "day_as_number": error(
        N_("this number may be a day as Excel counts it, but from which year is not said."),
        N_("Write the date as 2026-04-30 or as 30.4.2026."),
    ),
    "thousand_or_decimal": error(
        N_("the three digits after the point or comma may be thousands or decimals."),
        N_("Write 1234 where thousands are meant, and 1.23 or 1.2340 where decimals are."),
    ),
    "integer": error(
        N_("this is not a whole number."), N_("Write digits only, and nothing else in the cell.")
    ),
    "number": error(
        N_("this is not a number."), N_("Write digits only, for example 120.50 or 120,50.")
    ),
    "true_false": error(N_("this is neither yes nor no."), N_("Write yes or no.")),
    "code": error(N_("this is not one of the allowed values."), N_("Use one of: {codes}.")),
    "pattern": error(N_("this does not have the right form."), N_("Write {form}.")),
    "range": error(N_("the number is out of bounds."), N_("Give a number from {least} to {most}.")),
    "project_dates": error(
        N_("the day is outside the project, {starts_on}–{ends_on}."),
        N_("Correct the date, or the project's first and last day in project.toml."),
    ),
    "order": error(
        N_("this day is before the one in column {other}."), N_("Correct one of the two dates.")
    ),
    "needs": error(
        N_("a value is needed here exactly when {other} is {value}."),
        N_("Fill in or empty this cell, or correct {other}."),
    ),
    "needs_day": error(
        N_("a day is needed here: only a campaign or a deliverable may be without one."),
        N_("Fill in the day, or correct {other}."),
    ),
    "expected": error(
        N_("a value is needed here, because {other} is filled in."),
        N_("Fill in this cell, or correct {other}."),
    ),
    "repeated_key": error(
        N_("another row has the same key ({key})."),
        N_("If they are one and the same, remove the extra row. If not, correct the key."),
    ),
    "repeated_client": error(
        N_("another row has the same key ({key})."),
        N_(
            "A person has one row: the first day of joining, and the last day of closing or none."
            " One who comes back keeps the id and gets a new row of EURA periods. If they are two"
            " persons, one row has the id of the other."
        ),
    ),
    "several_values": error(
        N_("the cell holds several values."),
        N_('Write each on a row of its own, or let a mapping make a row of each: split = ";".'),
    ),
    "same_identity_code": warning(
        N_("perhaps the same person as on row {first}: they have the same identity code."),
        SAME_PERSON,
        N_("The same identity code on two rows"),
    ),
    "same_name_and_birth_date": warning(
        N_(
            "perhaps the same person as on row {first}: they have the same birth date, and the same"
            " name or another writing of it."
        ),
        SAME_PERSON,
        N_("The same name and birth date on two rows"),
    ),
    "came_back": warning(
        N_(
            "perhaps the same person as on row {first}, who left before this one joined: the id is"
            " that one with something added, and gender, year of birth, first language and"
            " citizenship are the same."
        ),
        N_(
            "A person has one row: the first day of joining, and the last day of closing or none."
            " One who comes back keeps the id and gets a new row of EURA periods. If they are two,"
            " say so: see “Not the same” in the guide."
        ),
        N_("A client who came back under another id"),
    ),
    "same_job": warning(
        N_(
            "perhaps the same job as on row {first}: they have the same client and first day, and"
            " no different employer."
        ),
        RECORDED_TWICE,
        N_("Jobs perhaps recorded twice"),
    ),
    "same_service": warning(
        N_(
            "perhaps the same service as on row {first}: they have the same client, service and"
            " day."
        ),
        RECORDED_TWICE,
        N_("Services perhaps recorded twice"),
    ),
    "same_training": warning(
        N_(
            "perhaps the same training as on row {first}: they have the same title, language, place"
            " and days."
        ),
        N_(
            "If it is one, keep one row and give its id to the rows that refer to the other."
            " If they are two, say so: see “Not the same” in the guide."
        ),
        N_("Trainings perhaps recorded twice"),
    ),
    "same_encounter": warning(
        N_(
            "perhaps the same encounter as on row {first}: they have the same employer, day and"
            " way of meeting."
        ),
        RECORDED_TWICE,
        N_("Encounters perhaps recorded twice"),
    ),
    "same_assessment": warning(
        N_("perhaps the same assessment as on row {first}: they have the same employer and day."),
        RECORDED_TWICE,
        N_("Assessments perhaps recorded twice"),
    ),
    "same_period": warning(
        N_(
            "perhaps the same EURA period as on row {first}: they have the same client and first"
            " day."
        ),
        RECORDED_TWICE,
        N_("EURA periods perhaps recorded twice"),
    ),
    "same_employer": warning(
        N_(
            "perhaps the same employer as on row {first}: their ids differ only by company form,"
            " punctuation or the order of words."
        ),
        N_(
            "If it is one, write it alike on all rows."
            " If they are two, say so: see “Not the same” in the guide."
        ),
        N_("Employers perhaps written in two ways"),
    ),
    "same_partner": warning(
        N_(
            "perhaps the same partner as on row {first}: their names differ at most by company"
            " form, punctuation or the order of words."
        ),
        RECORDED_TWICE,
        N_("Partners perhaps recorded twice"),
    ),
    "period_within": warning(
        N_("the EURA period begins before the client's period on row {first} has ended."),
        N_(
            "A return is a new period after the earlier one: correct the days, or remove the row if"
            " it is one too many."
        ),
        N_("EURA periods that overlap"),
    ),
    "period_before_joining": warning(
        N_("the EURA period begins before its client joined the project."),
        N_("Check the day, and the day on which the client joined."),
        N_("EURA periods before joining"),
    ),
    "end_without_start": warning(
        N_(
            "the EURA period has end data and no start data, so it counts as ended and not as"
            " started."
        ),
        N_("Have the start data sent in EURA, or correct the start form or the end form."),
        N_("EURA end data without start data"),
    ),
    "still_enrolled": warning(
        N_(
            "still enrolled, although the training has ended: {count}, the first here."
            " They count in no figure."
        ),
        N_("Mark each as completed, failed or absent."),
        N_("Still enrolled after the training"),
    ),
    "finished_before": warning(
        N_("completed or failed before the training begins: {count}, the first here."),
        N_("Check the outcome, and the days of the training."),
        N_("Completed before the training"),
    ),
    "held_for_nobody": warning(
        N_(
            "trainings that have ended and have no attendances: {count}, the first here."
            " They count as held."
        ),
        N_("Enter the attendances, or remove a training that was not held."),
        N_("Trainings without attendances"),
    ),
    "service_after_closing": warning(
        N_("a service after its client left the project: {count}, the first here."),
        N_("Check the day, and the day on which the client left."),
        N_("Services after leaving"),
    ),
    "training_after_closing": warning(
        N_("a training after its client left the project: {count}, the first here."),
        N_("Check the day, and the day on which the client left."),
        N_("Trainings after leaving"),
    ),
    "job_after_closing": warning(
        N_("a job after its client left the project: {count}, the first here."),
        N_("Check the day, and the day on which the client left."),
        N_("Jobs after leaving"),
    ),
    "survey_superseded": warning(
        N_(
            "another survey of the same day asks needs_support, too, so this one counts in no"
            " figure of those in need of support."
        ),
        N_("Correct the day, or give the answers of one survey one id."),
        N_("Surveys superseded on their own day"),
    ),
    "never_answered": warning(
        N_(
            "no row of this survey gives the answer yes to the question needs_support, so the"
            " figure of those in need of support reads nothing of it."
        ),
        N_("Write the answer as yes. If nobody answered so, add a row with yes and 0."),
        N_("Surveys of which the figure reads nothing"),
    ),
    "no_such_row": error(
        N_("table {table} has no row with this id ({key})."),
        N_("Correct the value, or add the row to table {table}."),
    ),
    "and_more": error(
        N_("from this row on {count} more rows have the same fault; they are not told one by one."),
        N_("Mend the first ones, look whether all are alike, and check again."),
    ),
    "no_such_table": error(
        N_("the column refers to table {table}, which was not given."), N_("Add table {table}.")
    ),
    "job_before_joining": warning(
        N_("a job before its client joined the project: {count}, the first here."),
        N_("Check the day, and the day on which the client joined."),
        N_("Jobs before joining"),
    ),
    "perhaps_named": warning(
        N_("texts that may name a client in an inflected form: {count}, the first here."),
        N_("If it is a name, remove it: titles and notes are shown to everyone."),
        N_("Texts that may name a client"),
    ),
    "service_before_joining": warning(
        N_("a service before its client joined the project: {count}, the first here."),
        N_("Check the day, and the day on which the client joined."),
        N_("Services before joining"),
    ),
    "training_before_joining": warning(
        N_("a training before its client joined the project: {count}, the first here."),
        N_("Check the day, and the day on which the client joined."),
        N_("Trainings before joining"),
    ),
    "unknown_measure": warning(
        N_("no measure has this name, so the target will not be seen."),
        N_("If it is meant to be one of these, correct it: {measures}."),
        N_("Targets of an unknown measure"),
    ),
    "personal": error(
        N_("a public text seems to hold {what}."),
        N_("Remove it: titles and notes are shown to everyone."),
    ),
    "alone": error(
        N_("only one cell of the row is filled in."),
        N_(
            "If it is a heading or a note within the table, delete the row; otherwise fill in the"
            " other cells."
        ),
    ),
    # of a mapping
    "not_mapped": error(
        N_("the mapping does not say where this column comes from, but it is needed."),
        N_("Name its heading in the mapping, or one value for all rows."),
    ),
    "key_not_mapped": error(
        N_("the mapping does not say where this column comes from, but it is needed."),
        N_(
            'Name its heading in the mapping, or let it be made of several: number_by = ["…", "…"].'
        ),
    ),
    "no_such_sheet": error(
        N_("the mapping names sheet {sheet}, which is not there."),
        N_("Correct the name of the sheet in the mapping."),
    ),
    "no_such_heading": error(
        N_("the mapping names column {heading}, which is not there."),
        N_("Correct the heading in the mapping, or say there on which row the headings stand."),
    ),
    "joined_twice": error(
        N_("sheet {sheet}, which the mapping joins, has this key on two rows."),
        N_(
            "If both say the same, remove one. Otherwise say in the mapping which counts:"
            ' keep = "first" or "last".'
        ),
    ),
    "nothing_left_out": error(
        N_("the mapping leaves out a row of {table} that is not there."),
        N_("Remove that entry, or correct its key, row or sheet."),
    ),
    "repeated_sheet": error(
        N_("two sheets or files have this name, apart from capital letters and spaces."),
        N_("Rename one of them."),
    ),
    "heading_on_both": error(
        N_("the mapping names column {heading}, which stands on several of the joined sheets."),
        N_('Say in the mapping which is meant: from = "{heading}", sheet = "{sheet}".'),
    ),
    "no_such_value": error(
        N_("the mapping keeps rows that say {wanted} here, but no row does."),
        N_("Correct the value in the mapping: write it as the cell shows it."),
    ),
    "nearly_such_value": error(
        N_("the mapping keeps rows that say {wanted} here; no row does, but some {nearest}."),
        N_("Correct the value in the mapping: write it as the cell shows it."),
    ),
    "made_too_many": error(
        N_("the mapping makes more than {limit} rows of this sheet: they are not read."),
        N_("Make fewer of a row: leave out some of each, or take split away."),
    ),
    "not_comparable": error(
        N_("the mapping compares this cell with {wanted}, but it is not such a day or number."),
        N_("Correct the cell, or empty it: an empty cell does not count."),
    ),
    "nothing_kept": error(
        N_("the conditions of the mapping keep no row."), N_("Correct where in the mapping.")
    ),
    "differs": error(
        N_("row {first} has the same key but says something else here."),
        N_("Make the two rows alike, or map a sheet that has one row for each key."),
    ),
    "left_out_twice": error(
        N_("the mapping leaves out a row of {table} by a key that {count} rows have."),
        N_('Give the row and its sheet instead of the key: row = {row}, sheet = "…".'),
    ),
    "year": error(
        N_("this is neither a year nor a birth date."),
        N_(
            "Write 1985 or 24.12.1985. From an identity code, the mapping takes the year with"
            ' take = "year_of_identity_code".'
        ),
    ),
    "identity_code": error(
        N_("the year of birth cannot be told from this: it is no right identity code."),
        N_("Correct the cell, or empty it."),
    ),
    "municipality": error(
        N_("it cannot be told which municipality this is."),
        N_(
            "Write its three digits (unknown 199, abroad 200), or say under [municipalities] of"
            " the mapping which one is meant."
        ),
    ),
    "namesakes": warning(
        N_("perhaps the same as on row {first}, or two of one name: their keys are made alike."),
        N_(
            "Rows that refer to them go to the first of them. If they are two, give both an id of"
            " their own."
        ),
        N_("Keys made alike"),
    ),
    "sheet_like_table": warning(
        N_("the mapping does not name this sheet, called like table {table}. It was not read."),
        N_("Add it to the mapping if its rows should count."),
        N_("Sheets like a table, not read"),
    ),
    "sheet_nearly_like": warning(
        N_(
            "the mapping does not name this sheet, which has {count} of the {of} headings that are"
            " read from sheet {sheet}, but not {missing}. It was not read."
        ),
        N_("If its rows should count, add it to the mapping as another part of the table."),
        N_("Sheets like another, not read"),
    ),
    "column_like_column": warning(
        N_(
            "the mapping reads this column, and not column {letter}, which is headed alike but for"
            " a number."
        ),
        N_("If its cells should count, name it in the mapping, too: see each in the guide."),
        N_("Columns like another, not read"),
    ),
    "running_client": warning(
        N_(
            "the mapping takes this for the client, but its numbers run on from row to row, and"
            " column {letter} tells of clients otherwise."
        ),
        N_(
            "If column {letter} says who it is, write its heading as client_id. Now every row"
            " counts as a client of its own."
        ),
        N_("Running numbers taken for clients"),
    ),
    "nearly_left_out": warning(
        N_("the mapping leaves out rows that say {wanted} here; no row does, but some {nearest}."),
        N_("If it is the same, write it in the mapping as the cell shows it."),
        N_("Values nearly those to leave out"),
    ),
    "nearly_coded": warning(
        N_("the mapping says what {wanted} means; no row says it, but some {nearest}."),
        N_("If it is the same, write it in the mapping as the cell shows it."),
        N_("Values nearly those of the mapping"),
    ),
    "merged_amount": warning(
        N_("a number in a cell that is merged over several rows: it counts on each of them."),
        N_("If it is a sum of all of them, take the merging off and write it on one row."),
        N_("Numbers in merged cells"),
    ),
    "country_for_language": warning(
        N_(
            "{letters}: the letters of a country? As a language they are {read}. Rows: {count},"
            " the first here."
        ),
        N_("If {language} is meant, write {language} or {code}."),
        N_("Languages by the letters of a country"),
    ),
    "sheet_like_sheet": warning(
        N_("the mapping does not name this sheet, headed like sheet {sheet}. It was not read."),
        N_('If its rows should count, add it to the list: sheet = ["{sheet}", "…"].'),
        N_("Sheets like another, not read"),
    ),
    # what was understood or passed over
    "column_not_given": info(
        N_("this column is not there, and may be missing: its cells are taken as empty.")
    ),
    "encoding": info(
        N_("the file is not in UTF-8; it was read as {encoding}."),
        N_("Look at a name with letters such as ä or я: if it is wrong, save as “CSV UTF-8”."),
    ),
    "optional_not_there": info(
        N_("the mapping names column {heading}, which is not there. It may be missing.")
    ),
    "coded_otherwise": info(
        N_("cells that the mapping takes as anything else: {count}, the first here.")
    ),
    "merged_cells": info(
        N_("cells merged over several rows: {count}, the first here. They count on each row."),
        N_("Take the merging off where a cell is about all of them together, such as a sum."),
    ),
    "hidden_sheet": info(N_("the sheet is hidden; its rows count.")),
    "hidden_rows": info(N_("hidden rows: {count}; they count.")),
    "above_header": info(
        N_("the names of the columns stand on this row; what is above was passed over."), ""
    ),
    "headings": info(
        N_("rows that repeat the headings: {count}, the first here. They were passed over.")
    ),
    "beside_table": info(
        N_(
            "rows that have nothing below the headings that the mapping names: {count}, the first"
            " here. They were passed over."
        )
    ),
    "totals": info(N_("a row of totals was passed over.")),
    "heading_rows": info(
        N_(
            "rows that are headings within the table: {count}, the first here. They were passed"
            " over."
        )
    ),
    "unfilled": info(
        N_(
            "rows that hold nothing but a box, a running number or another default: {count}, the"
            " first here. They were passed over."
        )
    ),
    "without_heading": info(
        N_("column number {position} has no name; cells passed over: {count}."),
        N_("Give it a name if it belongs to the table."),
    ),
    "mapping_encoding": info(
        N_("the mapping is not in UTF-8; it was read as {encoding}."),
        N_(
            "Look at a heading with letters such as ä: if it is wrong, save the mapping with a text"
            " editor, encoding UTF-8."
        ),
    ),
    "below_rows": info(
        N_("rows below those that the mapping names: {count}, the first here. They were not read."),
        N_("Correct rows in the mapping if they should count."),
    ),
    "sheet_not_read": info(N_("the mapping does not name this sheet. It was not read.")),
    "columns_not_read": info(
        N_("columns with cells that the mapping does not name: {letters}. They were not read.")
    ),
    "kept_by_condition": info(
        N_("rows: {of}, of which the conditions of the mapping keep {count}.")
    ),
    "no_value_to_leave_out": info(
        N_("the mapping leaves out rows that say {wanted} here, but no row does."),
        N_("If one should, correct the value in the mapping: write it as the cell shows it."),
    ),
    "joined_to_none": info(
        N_("rows that have none beside them in the joined sheet {sheet}: {count}, the first here."),
        N_("If they should, write the key alike on both sheets."),
    ),
    "joined_by_none": info(
        N_(
            "rows that were joined to none, as no row of the table has their key: {count}, the"
            " first here."
        ),
        N_("If one should, write the key alike on both sheets."),
    ),
    "merged": info(
        N_("rows that are one with another of the same key in {table}: {count}, the first here.")
    ),
    "without_key": info(
        N_("rows without a key, of which {table} got none: {count}, the first here."),
        N_("Write the key there if they should count."),
    ),
    "left_out": info(
        N_("left out on purpose, as the mapping says."),
        title=N_("Rows left out as faulty"),
    ),
    "left_out_with": info(
        N_("rows left out along with another, to which they refer: {count}, the first here.")
    ),
    "finnish_days": info(N_("days written as day.month.year: {count}, the first here.")),
    "one_reading": info(
        N_("days written with / that can be read in one way only: {count}, the first here.")
    ),
    "short_years": info(
        N_("days with a year of two digits: {count}, the first here. They were read as 20…"),
        N_("Write four digits if that is wrong."),
    ),
    "days_together": info(N_("days written as yearmonthday: {count}, the first here.")),
    "days_with_time": info(
        N_("days with a time of day: {count}, the first here. The time was left out."), ""
    ),
    "excel_days": info(N_("days that Excel had as numbers: {count}, the first here.")),
    "finnish_numbers": info(
        N_("numbers with a comma or with spaces: {count}, the first here."), ""
    ),
    "language_names": info(N_("languages written by their name: {count}, the first here.")),
    "language_within": info(
        N_(
            "languages that have no letters of their own here, and count as the one that they"
            " belong to, such as Dari as Persian: {count}, the first here."
        )
    ),
    "measure_labels": info(N_("measures written by their label: {count}, the first here.")),
    "not_yet": info(N_("rows dated after {day}: {count}, the first here. They do not count yet.")),
    "never_asked": info(
        N_(
            "no survey asks needs_support, so the figure of those in need of support by the survey"
            " reads nothing."
        ),
        N_("If one does, write the question as needs_support and the answer as yes."),
    ),
    "own_words": info(
        N_(
            "questions or answers written by their word: {count}, the first here. The figure of"
            " those in need of support reads the question needs_support and the answer yes."
        )
    ),
    "alike": info(
        N_(
            "ids that differ from their usual spelling by case, spaces or look-alike letters:"
            " {count}, the first here. They were taken as the same."
        )
    ),
    # of what is missing in registers that may be published
    "end_data_overdue": warning(
        N_("the EURA period ended more than 28 days ago, and its end data have not been sent."),
        N_("Send the end data in EURA, and mark the end form as submitted in the register."),
        N_("EURA end data overdue"),
    ),
    "start_data_missing": warning(
        N_("the client has been served without start data in EURA, and is in no ESF+ indicator."),
        N_("Have the start data sent in EURA, and enter the period into the register."),
        N_("Clients served without EURA start data"),
    ),
    "exit_without_status": warning(
        N_("the EURA period has ended, and the status on leaving is not recorded."),
        N_("Ask the client, and fill in the status."),
        N_("Exits without a status"),
    ),
    "end_data_due": info(
        N_("the EURA period has ended, and its end data are to be sent within 28 days."),
        N_("Send the end data in EURA, and mark the end form as submitted in the register."),
        N_("EURA end data due"),
    ),
    "record_incomplete": warning(
        N_(
            "gender, year of birth or education is not recorded, so the client is in no ESF+"
            " indicator."
        ),
        N_("Fill in what is missing."),
        N_("Incomplete client records"),
    ),
    "start_status_missing": warning(
        N_("the status at the start is not recorded, so the client is in no ESF+ indicator."),
        N_("Take the status from the start form, and fill it in."),
        N_("Status at start missing"),
    ),
    "employment_without_evidence": warning(
        N_("nothing is recorded that shows the employment."),
        N_("Record what shows it: a contract, or the word of the employer or the client."),
        N_("Employments without evidence"),
    ),
    # of what would be published
    "shrinks": warning(N_("{table}: rows that would be removed: {removed} of {before} ({share}).")),
    "not_given": warning(
        N_("{table}: this table is in the newest snapshot (rows: {before}), and not given now.")
    ),
    "falls": warning(N_("{measure} falls from {before} to {now}.")),
    "same_day": warning(
        N_("A snapshot of {day} is published already. It stays, but this one takes its place.")
    ),
    "older_day": warning(N_("The newest snapshot is of {newest}, which is after {day}.")),
    "far_day": warning(N_("{day} is {count} days ahead. Is the date right?")),
    "quiet": warning(
        N_(
            "The last event in the registers is of {last}, {count} days before {day}."
            " Is the date right? No later snapshot can have an earlier one."
        )
    ),
    "changed": warning(
        N_(
            "{table}: rows that would change: {changed} of {before} ({share})."
            " Have they been numbered anew?"
        )
    ),
    "numbered_anew": warning(
        N_(
            "{table}: rows that would be removed: {removed} of {before}, and others added in their"
            " place: {added}. Have they been numbered anew?"
        )
    ),
    "nothing_new": warning(
        N_(
            "These are the rows of the newest snapshot, of {day}: nothing was added or changed"
            " since. Is it the right file?"
        )
    ),
    "list_twice": warning(
        N_(
            "{table}: rows that are perhaps recorded twice: {count} of {now}."
            " Was the same list given twice?"
        )
    ),
    "not_compared": warning(
        N_(
            "Snapshot {number} could not be compared with:"
            " it is damaged, has no registers here, or was made with another key."
        )
    ),
}
