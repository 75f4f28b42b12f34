-- What each measure comes to for the whole project, and for every other period that a published
-- figure names, beside its target and the published figure. A published figure without a period
-- speaks of the whole project up to its day; one whose period is not over yet waits.
--
-- Grain: one row a measure and period
-- Reads: published, measures, units, targets
-- Parameters: as_of, starts_on
-- Columns:
--   measure              varchar  id of the measure
--   period_from          date     first day; the project's first day for the whole project
--   period_to            date     last day; the as-of date for the whole project
--   value                double   on the last day, or the period's events; null if not kept
--   target               double   the newest target in force; whole project only
--   target_due_on        date     when the target is to be met
--   published_value      double   the newest published figure until the as-of date
--   published_qualifier  varchar  exact, about, almost, just under
--   published_as_of      date     the day of which the published figure speaks
--   published_source     varchar  where it was published
--   difference           double   value minus published value
-- Protects: none

with actuals as (
    select
        measure,
        coalesce(period_from, $starts_on) as period_from,
        coalesce(period_to, as_of, $as_of) as period_to,
        value as published_value,
        qualifier as published_qualifier,
        as_of as published_as_of,
        source as published_source,
        row_number() over (
            partition by measure, coalesce(period_from, $starts_on), coalesce(period_to, as_of, $as_of)
            order by as_of desc nulls last, source, place, value
        ) as newest
    from published
    where
        kind = 'actual'
        and coalesce(as_of, $as_of) <= $as_of
        and coalesce(period_to, as_of, $as_of) <= $as_of
),

periods as (
    select
        measure,
        cast($starts_on as date) as period_from,
        cast($as_of as date) as period_to
    from measures
    union
    select
        measure,
        period_from,
        period_to
    from actuals
),

counted as (
    select
        periods.measure,
        periods.period_from,
        periods.period_to,
        cast(coalesce(sum(units.weight), 0) as double) as value
    from periods
    inner join measures
        on periods.measure = measures.measure and measures.kept
    left join units
        on
            periods.measure = units.measure
            and units.counts_from <= periods.period_to
            and case
                when periods.period_from = $starts_on
                    then coalesce(units.counts_until > periods.period_to, true)
                else units.counts_from >= periods.period_from
            end
    group by all
),

in_force as (
    select
        measure,
        value as target,
        due_on as target_due_on,
        row_number() over (partition by measure order by valid_from desc) as newest
    from targets
    where valid_from <= $as_of
)

select
    periods.measure,
    periods.period_from,
    periods.period_to,
    counted.value,
    in_force.target,
    in_force.target_due_on,
    actuals.published_value,
    actuals.published_qualifier,
    actuals.published_as_of,
    actuals.published_source,
    counted.value - actuals.published_value as difference
from periods
left join counted
    on
        periods.measure = counted.measure
        and periods.period_from = counted.period_from
        and periods.period_to = counted.period_to
left join actuals
    on
        periods.measure = actuals.measure
        and periods.period_from = actuals.period_from
        and periods.period_to = actuals.period_to
        and actuals.newest = 1
left join in_force
    on
        periods.measure = in_force.measure
        and periods.period_from = $starts_on
        and periods.period_to = $as_of
        and in_force.newest = 1
order by
    periods.measure,
    periods.period_from,
    periods.period_to desc
