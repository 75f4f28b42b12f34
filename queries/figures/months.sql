-- How each measure came about: what began to count in each month, and where it stood at its end.
-- Every month of the project up to the as-of date has a row, a month without events a zero.
--
-- Grain: one row a measure and month
-- Reads: measures, project_months, units
-- Parameters: as_of, starts_on
-- Columns:
--   measure  varchar  id of the measure
--   month    date     first day of the month
--   events   double   weight that began to count in the month, until the as-of date
--   total    double   value on the month's last day, or on the as-of date; null if nobody was asked yet
-- Protects: none

with calendar as (
    select
        measures.measure,
        measures.asked,
        project_months.month
    from measures
    cross join project_months
    where measures.kept
),

steps as (
    select
        measure,
        counts_from as stepped_on,
        weight as events,
        weight as step
    from units
    where counts_from <= $as_of
    union all
    select
        measure,
        counts_until as stepped_on,
        0 as events,
        -weight as step
    from units
    where counts_from <= $as_of and counts_until <= $as_of
),

monthly as (
    select
        measure,
        cast(date_trunc('month', greatest(stepped_on, $starts_on)) as date) as month,
        sum(events) as events,
        sum(step) as step
    from steps
    group by all
)

select
    calendar.measure,
    calendar.month,
    cast(coalesce(monthly.events, 0) as double) as events,
    case
        when not calendar.asked or count(monthly.step) over so_far > 0
            then cast(sum(coalesce(monthly.step, 0)) over so_far as double)
    end as total
from calendar
left join monthly
    on calendar.measure = monthly.measure and calendar.month = monthly.month
window so_far as (
    partition by calendar.measure
    order by calendar.month
)
order by
    calendar.measure,
    calendar.month
