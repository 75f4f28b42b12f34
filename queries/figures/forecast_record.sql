-- What earlier snapshots said would come, and what came: of each the forecast for the last month's end
-- that has passed.
--
-- Grain: one row a measure and an earlier snapshot for everyone that held forecasts
-- Reads: earlier_forecasts, months, revisions
-- Parameters: as_of
-- Columns:
--   measure         varchar  id of the measure
--   said_on         date     as-of date of the earlier snapshot
--   said_in         integer  its number
--   until           date     the day of which it spoke
--   low             double   lower end of what it said
--   high            double   its upper end
--   came            double   the value on that day, as known now
--   to_be_recorded  double   what is usually still to be recorded of it
--   outcome         varchar  within, below or above, with what is still to be recorded
--   way             varchar  version of the way of calculation then
-- Protects: none

with passed as (
    select
        earlier_forecasts.*,
        months.total as came,
        row_number() over (
            partition by earlier_forecasts.measure, earlier_forecasts.since_snapshot
            order by earlier_forecasts.until desc
        ) as nth
    from earlier_forecasts
    inner join months
        on
            earlier_forecasts.measure = months.measure
            and earlier_forecasts.until + interval 1 day = months.month + interval 1 month
    where earlier_forecasts.until <= $as_of
),

judged as (
    select
        passed.measure,
        passed.since,
        passed.since_snapshot,
        passed.until,
        passed.low,
        passed.high,
        passed.came,
        passed.way,
        coalesce(sum(revisions.to_be_recorded), 0) as to_be_recorded
    from passed
    left join revisions
        on passed.measure = revisions.measure and revisions.month <= passed.until
    where passed.nth = 1
    group by all
)

select
    measure,
    since as said_on,
    since_snapshot as said_in,
    until,
    low,
    high,
    came,
    to_be_recorded,
    case
        when came + to_be_recorded < low then 'below'
        when came + to_be_recorded > high then 'above'
        else 'within'
    end as outcome,
    way
from judged
order by
    measure,
    said_on
