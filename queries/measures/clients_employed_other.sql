-- Everyone who found work in other ways than with direct support, once, on the first day of the first such job.
--
-- Grain: one row a client
-- Reads: employments
-- Parameters: none
-- Columns:
--   unit_id       varchar  the client's pseudonym
--   counts_from   date     first day of the first such job
--   counts_until  date     never: it goes on counting
--   weight        integer  one
--   client_id     varchar  the client's pseudonym
-- Protects: none

select
    client_id as unit_id,
    min(started_on) as counts_from,
    cast(null as date) as counts_until,
    1 as weight,
    client_id
from employments
where support = 'other'
group by all
