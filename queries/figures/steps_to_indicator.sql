-- From employments to those in work on leaving (EECR04), step by step, as far as no count of 1–4
-- persons follows from it.
--
-- Grain: one row a step
-- Reads: shown_steps_to_indicator
-- Parameters: none
-- Columns:
--   place       integer  order of the steps
--   step        varchar  what is counted, or why persons are taken off or added
--   persons     bigint   employments, persons, or how many are added; fewer than none: taken off
--   counted_on  date     the day of which the number speaks
-- Protects: none

select
    place,
    step,
    persons,
    counted_on
from shown_steps_to_indicator
order by place
