"""Words, numbers and days of a text, held against the measures of a snapshot."""
