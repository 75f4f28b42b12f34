"""The data model: what a register holds, column by column."""
