-- Every EURA period with end data, on its last day; who returns counts again.
--
-- Grain: one row a EURA period
-- Reads: participations
-- Parameters: none
-- Columns:
--   unit_id       varchar  the period's pseudonym
--   counts_from   date     last day of the period
--   counts_until  date     never: it goes on counting
--   weight        integer  one
-- Protects: none

select
    participation_id as unit_id,
    ended_on as counts_from,
    cast(null as date) as counts_until,
    1 as weight
from participations
where end_form != 'none'
