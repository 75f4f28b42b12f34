-- How many days passed from what happened to the as-of date of the first snapshot that holds it.
-- Only of what happened after the first snapshot, and of what is recorded by now.
--
-- Grain: one row a measure that counts for good and of which anything is known
-- Reads: first_snapshots
-- Parameters: none
-- Columns:
--   measure      varchar  id of the measure
--   events       bigint   persons, employers or events that happened after the first snapshot
--   median_days  bigint   at most so many days for half of them
--   most_days    bigint   at most so many days for nine of ten
--   in_time      bigint   those that the first snapshot after them held already
-- Protects: none

with waits as (
    select
        measure,
        seen_on - happened_on as days,
        seen_on = next_on as in_time
    from first_snapshots
)

select
    measure,
    count(*) as events,
    percentile_disc(0.5) within group (order by days) as median_days,
    percentile_disc(0.9) within group (order by days) as most_days,
    count(*) filter (where in_time) as in_time
from waits
group by all
order by measure
