-- EURA periods with start data whose end data have not been sent, by how urgent they are.
--
-- Grain: one row a state, also where there are none
-- Reads: participations
-- Parameters: as_of
-- Columns:
--   state    varchar  inside: not ended; due: ended at most 28 days before; overdue: longer ago
--   periods  bigint   periods in that state on the as-of date
--   started  bigint   all periods with start data until the as-of date
-- Protects: none

with
states as (
    select unnest(['inside', 'due', 'overdue']) as state
),

started as (
    select
        case
            when end_form <> 'none' then 'recorded'
            when ended_on is null or ended_on > $as_of then 'inside'
            when ended_on + 28 >= $as_of then 'due'
            else 'overdue'
        end as state
    from participations
    where
        start_form <> 'none'
        and started_on <= $as_of
)

select
    states.state,
    count(*) filter (where started.state = states.state) as periods,
    count(started.state) as started
from states
left join started
    on true
group by all
order by states.state
