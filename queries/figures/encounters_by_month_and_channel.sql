-- How and when the project met employers.
-- Every channel that occurs has every month of the project up to the as-of date.
--
-- Grain: one row a channel and month
-- Reads: encounters, project_months
-- Parameters: as_of
-- Columns:
--   channel     varchar  event, visit, call or other
--   month       date     first day of the month
--   encounters  bigint   meetings with one employer each
-- Protects: none

with calendar as (
    select distinct
        encounters.channel,
        project_months.month
    from encounters
    cross join project_months
    where encounters.met_on <= $as_of
),

monthly as (
    select
        channel,
        cast(date_trunc('month', met_on) as date) as month,
        count(*) as encounters
    from encounters
    where met_on <= $as_of
    group by all
)

select
    calendar.channel,
    calendar.month,
    coalesce(monthly.encounters, 0) as encounters
from calendar
left join monthly
    on calendar.channel = monthly.channel and calendar.month = monthly.month
order by
    calendar.channel,
    calendar.month
