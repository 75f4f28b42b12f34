-- Employers by what they had to do with the project in each period, and how many of each group were
-- employer clients by its end. The groups overlap and none contains another: they are no steps of
-- one path.
--
-- Grain: one row a period and group
-- Reads: project_periods, employers, encounters, assessments, employments
-- Parameters: none
-- Columns:
--   period_from  date     first day of the period
--   period_to    date     its last day, the as-of date at the latest
--   contact      varchar  met, assessed, client (became one), or recruited: employed a client of the project
--   employers    bigint   employers of the group in the period, each once
--   clients      bigint   those of them that were employer clients by its last day
-- Protects: none

with known as (
    select
        'met' as contact,
        employer_id,
        met_on as on_day
    from encounters
    union
    select
        'assessed' as contact,
        employer_id,
        made_on as on_day
    from assessments
    union
    select
        'client' as contact,
        employer_id,
        client_since as on_day
    from employers
    union
    select
        'recruited' as contact,
        employer_id,
        started_on as on_day
    from employments
    where employer_id is not null
),

asked as (
    select distinct
        project_periods.period_from,
        project_periods.period_to,
        project_periods.happens_from,
        contacts.contact
    from project_periods
    cross join unnest(['met', 'assessed', 'client', 'recruited']) as contacts (contact)
),

found as (
    select distinct
        asked.period_from,
        asked.period_to,
        asked.contact,
        known.employer_id
    from asked
    left join known
        on
            asked.contact = known.contact
            and known.on_day between asked.happens_from and asked.period_to
)

select
    found.period_from,
    found.period_to,
    found.contact,
    count(found.employer_id) as employers,
    count(employers.employer_id) as clients
from found
left join employers
    on
        found.employer_id = employers.employer_id
        and employers.client_since <= found.period_to
group by all
order by
    found.period_from,
    found.period_to desc,
    found.contact
