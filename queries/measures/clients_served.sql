-- Everyone who got at least one service, once, on the day of the first.
--
-- Grain: one row a client
-- Reads: services
-- Parameters: none
-- Columns:
--   unit_id       varchar  the client's pseudonym
--   counts_from   date     day of the first service
--   counts_until  date     never: it goes on counting
--   weight        integer  one
--   client_id     varchar  the client's pseudonym
-- Protects: none

select
    client_id as unit_id,
    min(given_on) as counts_from,
    cast(null as date) as counts_until,
    1 as weight,
    client_id
from services
group by all
