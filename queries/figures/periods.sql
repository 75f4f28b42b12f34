-- What each measure came to in each period of the project, and how much of it was new: what happened in
-- the period counts, a unit once, also if it counted in an earlier one. A stock is what it was on the
-- last day. A period that begins with the project also has what is dated before it. What is told by asking
-- is not known before the first answer: null.
--
-- Grain: one row a measure that is kept, a kind of period and a period
-- Reads: project_periods, published_actuals, measures, events, units
-- Parameters: starts_on
-- Columns:
--   measure      varchar  id of the measure
--   period_kind  varchar  project, year, half_year, reporting or since; published: as a figure names it
--   period_from  date     first day
--   period_to    date     last day, the as-of date at the latest
--   value        double   weight of the units that had an event in it; of a stock, on the last day
--   new          double   those of persons and employers whose first event lies in it; null for others
-- Protects: none

with asked as (
    select
        measures.measure,
        project_periods.period_kind,
        project_periods.period_from,
        project_periods.period_to
    from measures
    cross join project_periods
    where measures.kept
    union
    select
        published_actuals.measure,
        'published' as period_kind,
        published_actuals.period_from,
        published_actuals.period_to
    from published_actuals
    inner join measures
        on published_actuals.measure = measures.measure and measures.kept
),

spans as (
    select distinct
        asked.measure,
        asked.period_from,
        asked.period_to,
        measures.may_return,
        case
            when measures.stock or asked.period_from = $starts_on then cast('0001-01-01' as date)
            else asked.period_from
        end as happens_from
    from asked
    inner join measures
        on asked.measure = measures.measure
),

happened as (
    select
        measure,
        counts_from,
        counts_until,
        weight,
        lag(counts_from) over (
            partition by measure, unit_id
            order by counts_from nulls last
        ) as came_before
    from events
),

counted as (
    select
        spans.measure,
        spans.period_from,
        spans.period_to,
        sum(happened.weight) as value
    from spans
    inner join happened
        on
            spans.measure = happened.measure
            and happened.counts_from between spans.happens_from and spans.period_to
            and coalesce(happened.counts_until > spans.period_to, true)
            and coalesce(happened.came_before < spans.happens_from, true)
    group by all
),

arrived as (
    select
        spans.measure,
        spans.period_from,
        spans.period_to,
        cast(coalesce(sum(units.weight), 0) as double) as new
    from spans
    left join units
        on
            spans.measure = units.measure
            and units.counts_from between spans.happens_from and spans.period_to
    where spans.may_return
    group by all
),

first_told as (
    select
        units.measure,
        min(units.counts_from) as first_day
    from units
    inner join measures
        on units.measure = measures.measure and measures.asked
    group by all
)

select
    asked.measure,
    asked.period_kind,
    asked.period_from,
    asked.period_to,
    case
        when not measures.asked or first_told.first_day <= asked.period_to
            then cast(coalesce(counted.value, 0) as double)
    end as value,
    arrived.new
from asked
inner join measures
    on asked.measure = measures.measure
left join first_told
    on asked.measure = first_told.measure
left join counted
    on
        asked.measure = counted.measure
        and asked.period_from = counted.period_from
        and asked.period_to = counted.period_to
left join arrived
    on
        asked.measure = arrived.measure
        and asked.period_from = arrived.period_from
        and asked.period_to = arrived.period_to
order by
    asked.measure,
    asked.period_kind,
    asked.period_from,
    asked.period_to desc
