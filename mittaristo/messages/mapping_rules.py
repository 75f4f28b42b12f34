"""What can be wrong with a mapping, and what it passes over: says and remedy, for problems."""

from collections.abc import Mapping

from mittaristo.i18n.translation import N_

RULES: Mapping[str, tuple[str, str]] = {
    "not_mapped": (
        N_("the mapping does not say where this column comes from, but it is needed."),
        N_("Name its heading in the mapping, or one value for all rows."),
    ),
    "key_not_mapped": (
        N_("the mapping does not say where this column comes from, but it is needed."),
        N_(
            'Name its heading in the mapping, or let it be made of several: number_by = ["…", "…"].'
        ),
    ),
    "no_such_sheet": (
        N_("the mapping names sheet {sheet}, which is not there."),
        N_("Correct the name of the sheet in the mapping."),
    ),
    "no_such_heading": (
        N_("the mapping names column {heading}, which is not there."),
        N_("Correct the heading in the mapping, or say there on which row the headings stand."),
    ),
    "joined_twice": (
        N_("sheet {sheet}, which the mapping joins, has this key on two rows."),
        N_("Keep one of them."),
    ),
    "nothing_left_out": (
        N_("the mapping leaves out a row of {table} that is not there."),
        N_("Remove that entry, or correct its key, row or sheet."),
    ),
    "left_out_merged": (
        N_("the mapping leaves out a row of {table} that is one with row {first}."),
        N_("Name row {first} in the mapping if all of them should be left out."),
    ),
    "repeated_sheet": (
        N_("two sheets or files have this name, apart from capital letters and spaces."),
        N_("Rename one of them."),
    ),
    "heading_on_both": (
        N_("the mapping names column {heading}, which stands on several of the joined sheets."),
        N_('Say in the mapping which is meant: from = "{heading}", sheet = "{sheet}".'),
    ),
    "no_such_value": (
        N_("the mapping keeps rows that say {wanted} here, but no row does."),
        N_("Correct the value in the mapping: write it as the cell shows it."),
    ),
    "nothing_kept": (
        N_("the conditions of the mapping keep no row."),
        N_("Correct where in the mapping."),
    ),
    "differs": (
        N_("row {first} has the same key but says something else here."),
        N_("Make the two rows alike, or map a sheet that has one row for each key."),
    ),
    "left_out_twice": (
        N_("the mapping leaves out a row of {table} by a key that {count} rows have."),
        N_('Give the row and its sheet instead of the key: row = {row}, sheet = "…".'),
    ),
    "year": (
        N_("this is neither a year nor a birth date."),
        N_(
            "Write 1985 or 24.12.1985. From an identity code, the mapping takes the year with"
            ' take = "year_of_identity_code".'
        ),
    ),
    "identity_code": (
        N_("the year of birth cannot be told from this: it is no right identity code."),
        N_("Correct the cell, or empty it."),
    ),
    "municipality": (
        N_("it cannot be told which municipality this is."),
        N_(
            "Write its three digits (unknown 199, abroad 200), or say under [municipalities] of"
            " the mapping which one is meant."
        ),
    ),
    "namesakes": (
        N_("perhaps the same as on row {first}, or two of one name: their keys are made alike."),
        N_(
            "Rows that refer to them go to the first of them. If they are two, give both an id of"
            " their own."
        ),
    ),
    "left_out_faultless": (
        N_("the mapping leaves this row out, but as it stands it breaks no rule."),
        N_("Correct the entry in the mapping if rows were added, or remove it."),
    ),
    "sheet_like_table": (
        N_("the mapping does not name this sheet, called like table {table}. It was not read."),
        N_("Add it to the mapping if its rows should count."),
    ),
    "sheet_like_sheet": (
        N_("the mapping does not name this sheet, headed like sheet {sheet}. It was not read."),
        N_('If its rows should count, add it to the list: sheet = ["{sheet}", "…"].'),
    ),
}

NOTES: Mapping[str, tuple[str, str]] = {
    "mapping_encoding": (
        N_("the mapping is not in UTF-8; it was read as {encoding}."),
        N_(
            "Look at a heading with letters such as ä: if it is wrong, save the mapping with a text"
            " editor, encoding UTF-8."
        ),
    ),
    "below_rows": (
        N_("rows below those that the mapping names: {count}, the first here. They were not read."),
        N_("Correct rows in the mapping if they should count."),
    ),
    "sheet_not_read": (N_("the mapping does not name this sheet. It was not read."), ""),
    "kept_by_condition": (
        N_("rows: {of}, of which the conditions of the mapping keep {count}."),
        "",
    ),
    "no_value_to_leave_out": (
        N_("the mapping leaves out rows that say {wanted} here, but no row does."),
        N_("If one should, correct the value in the mapping: write it as the cell shows it."),
    ),
    "joined_to_none": (
        N_("rows that have none beside them in the joined sheet {sheet}: {count}, the first here."),
        N_("If they should, write the key alike on both sheets."),
    ),
    "joined_by_none": (
        N_(
            "rows that were joined to none, as no row of the table has their key: {count}, the"
            " first here."
        ),
        N_("If one should, write the key alike on both sheets."),
    ),
    "merged": (
        N_("rows that are one with another of the same key in {table}: {count}, the first here."),
        "",
    ),
    "without_key": (
        N_("rows without a key, of which {table} got none: {count}, the first here."),
        N_("Write the key there if they should count."),
    ),
    "left_out": (N_("left out on purpose, as the mapping says."), ""),
    "left_out_with": (
        N_("rows left out along with another, to which they refer: {count}, the first here."),
        "",
    ),
}
