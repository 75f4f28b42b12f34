-- Everyone who joined, until the client relationship was closed.
--
-- Grain: one row a client
-- Reads: clients
-- Parameters: none
-- Columns:
--   unit_id       varchar  the client's pseudonym
--   counts_from   date     the day of joining
--   counts_until  date     the day of closing, where there is one
--   weight        integer  one
--   client_id     varchar  the client's pseudonym
-- Protects: none

select
    client_id as unit_id,
    joined_on as counts_from,
    closed_on as counts_until,
    1 as weight,
    client_id
from clients
