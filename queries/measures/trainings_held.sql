-- Every training, from its first day on.
--
-- Grain: one row a training
-- Reads: trainings
-- Parameters: none
-- Columns:
--   unit_id       varchar  the training's id
--   counts_from   date     first day of the training
--   counts_until  date     never: it goes on counting
--   weight        integer  one
-- Protects: none

select
    training_id as unit_id,
    starts_on as counts_from,
    cast(null as date) as counts_until,
    1 as weight
from trainings
