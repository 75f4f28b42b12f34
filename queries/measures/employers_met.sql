-- Every meeting with an employer; the employer counts from the first one on.
--
-- Grain: one row an encounter
-- Reads: encounters
-- Parameters: none
-- Columns:
--   unit_id       varchar  the employer's pseudonym
--   counts_from   date     day of the encounter
--   counts_until  date     never: it goes on counting
--   weight        integer  one
-- Protects: none

select
    employer_id as unit_id,
    met_on as counts_from,
    cast(null as date) as counts_until,
    1 as weight
from encounters
