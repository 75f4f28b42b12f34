-- Everyone who joined the project, once, on the day of joining.
--
-- Grain: one row a client
-- Reads: clients
-- Parameters: none
-- Columns:
--   unit_id       varchar  the client's pseudonym
--   counts_from   date     the day of joining
--   counts_until  date     never: it goes on counting
--   weight        integer  one
--   client_id     varchar  the client's pseudonym
-- Protects: none

select
    client_id as unit_id,
    joined_on as counts_from,
    cast(null as date) as counts_until,
    1 as weight,
    client_id
from clients
