-- Every time a client took part in a training to its end, passed or not; a person may count many times.
--
-- Grain: one row an attendance
-- Reads: held_attendances
-- Parameters: none
-- Columns:
--   unit_id       varchar  training and client together
--   counts_from   date     first day of the training
--   counts_until  date     never: it goes on counting
--   weight        integer  one
-- Protects: none

select
    unit_id,
    held_on as counts_from,
    cast(null as date) as counts_until,
    1 as weight
from held_attendances
