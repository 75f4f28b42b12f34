-- New services by the stage that each has reached, and how long it has been in it.
--
-- Grain: one row a service
-- Reads: pilots
-- Parameters: as_of
-- Columns:
--   pilot_id     varchar  the register's id
--   name         varchar  what it is called
--   stage        varchar  described, piloted, launched, productised, handed_over or dropped
--   stage_since  date     from when it has been in this stage
--   months       bigint   full months in this stage by the as-of date
-- Protects: none

select
    pilot_id,
    name,
    stage,
    stage_since,
    cast(
        12 * date_part('year', age(cast($as_of as timestamp), cast(stage_since as timestamp)))
        + date_part('month', age(cast($as_of as timestamp), cast(stage_since as timestamp)))
        as bigint
    ) as months
from pilots
where stage_since <= $as_of
order by pilot_id
