-- How the figures of months have changed since they were first published, and what is still to come.
--
-- Grain: one row a measure that is kept and counts for good, and a month
-- Reads: measures, months, earlier_months, month_shares, paces
-- Parameters: as_of
-- Columns:
--   measure          varchar  id of the measure
--   month            date     first day of the month
--   first_on         date     as-of date of the first snapshot for everyone that held the full month
--   first_published  double   what it said of the month
--   now              double   what began to count in the month, as known now
--   change           double   now minus first_published
--   usual_change     double   what is usually recorded of such a month after that age
--   to_be_recorded   double   what is usually still to be recorded of the month
-- Protects: none

with published as (
    select
        measure,
        month,
        since,
        events,
        row_number() over (partition by measure, month order by since) as nth
    from earlier_months
    where month + interval 1 month <= since + interval 1 day
)

select
    months.measure,
    months.month,
    published.since as first_on,
    published.events as first_published,
    months.events as now,
    months.events - published.events as change,
    published.events * (1 / coalesce(then_recorded.share, 1) - 1) as usual_change,
    coalesce(paces.pace * now_recorded.missing, 0) as to_be_recorded
from months
inner join measures
    on months.measure = measures.measure and measures.counting
left join published
    on
        months.measure = published.measure
        and months.month = published.month
        and published.nth = 1
left join month_shares as then_recorded
    on
        months.measure = then_recorded.measure
        and months.month = then_recorded.month
        and published.since = then_recorded.seen_on
left join month_shares as now_recorded
    on
        months.measure = now_recorded.measure
        and months.month = now_recorded.month
        and now_recorded.seen_on = $as_of
left join paces
    on months.measure = paces.measure
order by
    months.measure,
    months.month
