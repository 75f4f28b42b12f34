-- Every service that a client got; the client counts from the first one on.
--
-- Grain: one row a service
-- Reads: services
-- Parameters: none
-- Columns:
--   unit_id       varchar  the client's pseudonym
--   counts_from   date     day of the service
--   counts_until  date     never: it goes on counting
--   weight        integer  one
--   client_id     varchar  the client's pseudonym
-- Protects: none

select
    client_id as unit_id,
    given_on as counts_from,
    cast(null as date) as counts_until,
    1 as weight,
    client_id
from services
