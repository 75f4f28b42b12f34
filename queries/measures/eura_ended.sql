-- Every EURA period with end data; the client counts from the first ending on.
--
-- Grain: one row a EURA period
-- Reads: participations
-- Parameters: none
-- Columns:
--   unit_id       varchar  the client's pseudonym
--   counts_from   date     last day of the period
--   counts_until  date     never: it goes on counting
--   weight        integer  one
--   client_id     varchar  the client's pseudonym
-- Protects: none

select
    client_id as unit_id,
    ended_on as counts_from,
    cast(null as date) as counts_until,
    1 as weight,
    client_id
from participations
where end_form != 'none'
