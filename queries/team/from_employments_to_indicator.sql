-- From employments to EECR04: those in work on leaving. Each person employed has exactly one reason
-- for not being among them, the first that holds in the order of the steps.
--
-- Grain: one row a step, also where it concerns nobody
-- Reads: employments, eura_participants, indicators
-- Parameters: as_of
-- Columns:
--   place    integer  order of the steps
--   step     varchar  what is counted, or why persons are taken off or added
--   persons  bigint   how many; employments of the first step, repeated ones of the second
-- Protects: status_at_start, status_at_end

with
employed as (
    select
        client_id,
        count(*) as jobs,
        min(started_on) as first_job_on
    from employments
    where started_on <= $as_of
    group by client_id
),

sorted as (
    select
        eura_participants.client_id is not null
        and eura_participants.complete
        and eura_participants.status_at_start not in ('employed', 'self_employed')
        and eura_participants.exited_on is not null
        and eura_participants.status_at_end in ('employed', 'self_employed') as counts,
        employed.jobs,
        case
            when employed.client_id is null then 'nothing'
            when eura_participants.client_id is null then 'without_start_data'
            when not eura_participants.complete then 'incomplete'
            when
                eura_participants.status_at_start in ('employed', 'self_employed')
                then 'employed_at_start'
            when eura_participants.exited_on is null then 'inside'
            when eura_participants.status_at_end is null then 'without_end_data'
            when eura_participants.status_at_end in ('employed', 'self_employed') then 'counted'
            when employed.first_job_on > eura_participants.exited_on + 28 then 'after_four_weeks'
            else 'otherwise'
        end as reason
    from employed
    full outer join eura_participants
        on employed.client_id = eura_participants.client_id
),

counted as (
    select
        coalesce(sum(jobs), 0) as jobs,
        count(jobs) as persons,
        count(*) filter (where reason = 'without_start_data') as without_start_data,
        count(*) filter (where reason = 'incomplete') as incomplete,
        count(*) filter (where reason = 'employed_at_start') as employed_at_start,
        count(*) filter (where reason = 'inside') as inside,
        count(*) filter (where reason = 'without_end_data') as without_end_data,
        count(*) filter (where reason = 'after_four_weeks') as after_four_weeks,
        count(*) filter (where reason = 'otherwise') as otherwise,
        count(*) filter (where reason = 'nothing' and counts) as without_employment
    from sorted
),

steps as (
    select
        unnest([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]) as place,
        unnest([
            'employments', 'repeated', 'employed', 'without_start_data', 'incomplete',
            'employed_at_start', 'inside', 'without_end_data', 'after_four_weeks', 'otherwise',
            'without_employment', 'EECR04'
        ]) as step,
        unnest([
            jobs, jobs - persons, persons, without_start_data, incomplete,
            employed_at_start, inside, without_end_data, after_four_weeks, otherwise,
            without_employment, total
        ]) as persons
    from counted
    cross join indicators
    where indicators.code = 'EECR04'
)

select
    cast(place as integer) as place,
    step,
    cast(persons as bigint) as persons
from steps
order by place
