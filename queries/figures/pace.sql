-- How fast each measure grows, how fast it would have to grow for its target value, and whether the
-- forecast reaches it.
--
-- Grain: one row a measure that is kept and counts for good
-- Reads: measures, values, paces, forecast_ranges
-- Parameters: as_of, starts_on
-- Columns:
--   measure                varchar  id of the measure
--   value                  double   value for the whole project
--   to_be_recorded         double   what has happened and is still to be recorded, as is usual
--   pace                   double   events a month lately, with those still to be recorded
--   pace_months            integer  from so many full months; null where there are too few
--   target                 double   the target in force
--   target_due_on          date     when it is to be met
--   needed                 double   events a month that the target takes until then
--   low                    double   lower end of the forecast for that day
--   high                   double   its upper end
--   status                 varchar  reached, missed, on_course, open or short; too_early or no_target
--   lately                 double   events of the last two full months
--   lately_to_be_recorded  double   what is usually still to be recorded of two such months
--   usually                double   events that two months of the last year usually bring
--   way                    varchar  version of the way of calculation
-- Protects: none

with standing as (
    select
        measures.measure,
        "values".value,
        coalesce(paces.to_be_recorded, 0) as to_be_recorded,
        paces.pace,
        paces.pace_months,
        "values".target,
        "values".target_due_on,
        cast("values".target_due_on - cast($as_of as date) as double) * 12 / 365.25 as months_left,
        forecast_ranges.low,
        forecast_ranges.high,
        paces.lately,
        paces.lately_to_be_recorded,
        paces.usually,
        paces.way
    from measures
    inner join "values"
        on
            measures.measure = "values".measure
            and "values".period_from = $starts_on
            and "values".period_to = $as_of
    left join paces
        on measures.measure = paces.measure
    left join forecast_ranges
        on
            measures.measure = forecast_ranges.measure
            and "values".target_due_on = forecast_ranges.until
    where measures.kept and measures.counting
)

select
    measure,
    value,
    to_be_recorded,
    pace,
    pace_months,
    target,
    target_due_on,
    case
        when months_left > 0 then greatest(target - value - to_be_recorded, 0) / months_left
    end as needed,
    low,
    high,
    case
        when target is null then 'no_target'
        when value >= target then 'reached'
        when months_left <= 0 then 'missed'
        when low is null then 'too_early'
        when low >= target then 'on_course'
        when high < target then 'short'
        else 'open'
    end as status,
    lately,
    lately_to_be_recorded,
    usually,
    way
from standing
order by measure
