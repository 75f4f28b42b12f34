-- How the value of each measure comes about: what its query lists, and what of it counts on the day.
--
-- Grain: one row a measure that is kept
-- Reads: measures, events, units
-- Parameters: as_of
-- Columns:
--   measure   varchar  id of the measure
--   events    bigint   rows that its query lists
--   units     bigint   persons, employers or things to which they belong
--   counted   bigint   units that count on the as-of date
--   later     bigint   units whose first event comes after the as-of date
--   undated   bigint   units without a day
--   ended     bigint   units that have stopped counting by the as-of date
-- Protects: none

with listed as (
    select
        measure,
        count(*) as events
    from events
    group by all
),

placed as (
    select
        measure,
        case
            when counts_from is null then 'undated'
            when counts_from > $as_of then 'later'
            when counts_until <= $as_of then 'ended'
            else 'counted'
        end as place
    from units
)

select
    measures.measure,
    cast(coalesce(max(listed.events), 0) as bigint) as events,
    count(placed.place) as units,
    count(placed.place) filter (where placed.place = 'counted') as counted,
    count(placed.place) filter (where placed.place = 'later') as later,
    count(placed.place) filter (where placed.place = 'undated') as undated,
    count(placed.place) filter (where placed.place = 'ended') as ended
from measures
left join listed
    on measures.measure = listed.measure
left join placed
    on measures.measure = placed.measure
where measures.kept
group by measures.measure
order by measures.measure
