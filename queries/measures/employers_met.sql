-- Every employer that the project met, once, on the day of the first meeting.
--
-- Grain: one row an employer
-- Reads: encounters
-- Parameters: none
-- Columns:
--   unit_id       varchar  the employer's pseudonym
--   counts_from   date     day of the first encounter
--   counts_until  date     never: it goes on counting
--   weight        integer  one
-- Protects: none

select
    employer_id as unit_id,
    min(met_on) as counts_from,
    cast(null as date) as counts_until,
    1 as weight
from encounters
group by all
