-- Every meeting with one employer.
--
-- Grain: one row an encounter
-- Reads: encounters
-- Parameters: none
-- Columns:
--   unit_id       varchar  the encounter's id
--   counts_from   date     day of the meeting
--   counts_until  date     never: it goes on counting
--   weight        integer  one
-- Protects: none

select
    encounter_id as unit_id,
    met_on as counts_from,
    cast(null as date) as counts_until,
    1 as weight
from encounters
