-- Decisions, risks, comments and answers that the project has written down, newest first.
--
-- Grain: one row a note
-- Reads: notes
-- Parameters: as_of
-- Columns:
--   written_on  date     day of the note
--   kind        varchar  decision, risk, comment or answer
--   measure     varchar  the measure that it is about, if any
--   text_fi     varchar  the note in Finnish
--   text_en     varchar  the note in English
-- Protects: none

select
    "on" as written_on,
    kind,
    measure,
    text_fi,
    text_en
from notes
where "on" <= $as_of
order by
    "on" desc,
    note_id
