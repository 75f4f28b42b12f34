-- Every training in which a client took part to its end; the client counts from the first one on.
--
-- Grain: one row an attendance
-- Reads: held_attendances
-- Parameters: none
-- Columns:
--   unit_id       varchar  the client's pseudonym
--   counts_from   date     first day of the training
--   counts_until  date     never: it goes on counting
--   weight        integer  one
--   client_id     varchar  the client's pseudonym
-- Protects: none

select
    client_id as unit_id,
    held_on as counts_from,
    cast(null as date) as counts_until,
    1 as weight,
    client_id
from held_attendances
