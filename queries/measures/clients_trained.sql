-- Everyone who took part in a training to its end, once, on the first day of the first.
--
-- Grain: one row a client
-- Reads: held_attendances
-- Parameters: none
-- Columns:
--   unit_id       varchar  the client's pseudonym
--   counts_from   date     first day of the first such training
--   counts_until  date     never: it goes on counting
--   weight        integer  one
--   client_id     varchar  the client's pseudonym
-- Protects: none

select
    client_id as unit_id,
    min(held_on) as counts_from,
    cast(null as date) as counts_until,
    1 as weight,
    client_id
from held_attendances
group by all
