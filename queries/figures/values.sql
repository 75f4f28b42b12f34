-- What each measure comes to for the whole project, and for every other period that a published
-- figure names, beside its target and the published figure.
--
-- Grain: one row a measure and period
-- Reads: published_actuals, periods, measures, targets
-- Parameters: as_of, starts_on
-- Columns:
--   measure                varchar  id of the measure
--   period_from            date     first day; the project's first day for the whole project
--   period_to              date     last day; the as-of date for the whole project
--   value                  double   what happened in the period, or a stock's last day; null if not known
--   target                 double   the newest target in force; whole project only
--   target_due_on          date     when the target is to be met
--   published_value        double   the newest published figure until the as-of date
--   published_qualifier    varchar  exact, about, almost, just under
--   published_unit         varchar  its unit: that of our measures which its words mean, or as written
--   published_as_of        date     the day of which it speaks, where that is told
--   published_as_of_basis  varchar  stated or assumed
--   published_source       varchar  where it was published
--   published_place        varchar  the place in the source
--   published_note         varchar  what to mind
--   published_note_fi      varchar  the same in Finnish, where that is told
--   comparable             varchar  empty if it is; not_counted, unit or period: what forbids it
--   difference             double   value minus published value, where they are comparable
-- Protects: none

with asked as (
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
    from published_actuals
),

counted as (
    select distinct
        measure,
        period_from,
        period_to,
        value
    from periods
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
    asked.measure,
    asked.period_from,
    asked.period_to,
    counted.value,
    in_force.target,
    in_force.target_due_on,
    published_actuals.published_value,
    published_actuals.published_qualifier,
    published_actuals.published_unit,
    published_actuals.published_as_of,
    published_actuals.published_as_of_basis,
    published_actuals.published_source,
    published_actuals.published_place,
    published_actuals.published_note,
    published_actuals.published_note_fi,
    published_actuals.comparable,
    case
        when published_actuals.comparable = '' then counted.value - published_actuals.published_value
    end as difference
from asked
left join counted
    on
        asked.measure = counted.measure
        and asked.period_from = counted.period_from
        and asked.period_to = counted.period_to
left join published_actuals
    on
        asked.measure = published_actuals.measure
        and asked.period_from = published_actuals.period_from
        and asked.period_to = published_actuals.period_to
        and published_actuals.newest = 1
left join in_force
    on
        asked.measure = in_force.measure
        and asked.period_from = $starts_on
        and asked.period_to = $as_of
        and in_force.newest = 1
order by
    asked.measure,
    asked.period_from,
    asked.period_to desc
