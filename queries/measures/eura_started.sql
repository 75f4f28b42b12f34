-- Everyone whose EURA start data are recorded, once, on the first day that they tell.
--
-- Grain: one row a client
-- Reads: participations
-- Parameters: none
-- Columns:
--   unit_id       varchar  the client's pseudonym
--   counts_from   date     the first starting day with start data
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
from participations
where start_form != 'none'
group by all
