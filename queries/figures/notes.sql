-- Decisions, risks, comments, questions and answers that the project has written down, newest first.
--
-- Grain: one row a note
-- Reads: notes
-- Parameters: as_of
-- Columns:
--   written_on  date     day of the note
--   kind        varchar  decision, risk, comment, question or answer
--   measure     varchar  the measure that it is about, if any
--   text_fi     varchar  the note in Finnish
--   text_en     varchar  the note in English
--   role        varchar  in which role it was written, or who sees to it
--   expected    double   the value that a decision expects of the measure, if any
--   due_on      date     by when, if it is told
--   done        boolean  whether it has been done; null where that is not told
-- Protects: none

select
    "on" as written_on,
    kind,
    measure,
    text_fi,
    text_en,
    role,
    expected,
    due_on,
    done
from notes
where "on" <= $as_of
order by
    "on" desc,
    note_id
