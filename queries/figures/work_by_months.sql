-- How large a share of clients had found work within each number of months from joining, of all who
-- joined, also those who have not been followed so long (Kaplan and Meier's estimate on whole months).
-- Who was already in work on joining is left out. The table ends where fewer than the threshold are
-- followed, and is empty where fewer than the threshold are left out, if any are. Where a few of those
-- could be told, it stays as it was shown last.
--
-- Grain: one row a number of months since joining, from 0 on
-- Reads: ways_to_work, told_course, earlier_course
-- Parameters: as_of, threshold
-- Columns:
--   months      bigint  whole months since joining
--   at_risk     bigint  persons followed so long who had not found work a month before
--   in_work     double  the estimated share of one that had found work by then
--   left_out    bigint  persons left out, since they were in work when they joined
--   counted_on  date    the day of which the numbers speak
-- Protects: none

with joined as (
    select
        joined_on,
        worked_on
    from ways_to_work
    where joined_on <= $as_of and coalesce(already_on > $as_of, true)
),

excluded as (
    select count(*) as left_out
    from ways_to_work
    where joined_on <= $as_of and already_on <= $as_of
),

calendar as (
    select unnest(
        generate_series(0, coalesce(cast(date_diff('month', min(joined_on), $as_of) as bigint), 0))
    ) as months
    from joined
),

steps as (
    select
        calendar.months,
        count(*) as at_risk,
        count(*) filter (
            where
            calendar.months > 0
            and joined.worked_on <= joined.joined_on + to_months(cast(calendar.months as integer))
        ) as found
    from calendar
    inner join joined
        on
            joined.joined_on + to_months(cast(calendar.months as integer)) <= $as_of
            and (
                calendar.months < 2
                or coalesce(
                    joined.worked_on > joined.joined_on + to_months(cast(calendar.months - 1 as integer)),
                    true
                )
            )
    group by all
),

summed as (
    select
        months,
        at_risk,
        max(case when found = at_risk then 1 else 0 end) over so_far as all_found,
        sum(ln(nullif(1 - found / at_risk, 0))) over so_far as log_left
    from steps
    window so_far as (order by months)
)

select
    summed.months,
    summed.at_risk,
    case
        when summed.all_found = 1 then 1
        else round(1 - exp(coalesce(summed.log_left, 0)), 12)
    end as in_work,
    excluded.left_out,
    told_course.counted_on
from summed
cross join excluded
cross join told_course
where
    summed.at_risk >= $threshold
    and excluded.left_out not between 1 and $threshold - 1
union all
select
    months,
    at_risk,
    in_work,
    left_out,
    counted_on
from earlier_course
order by months
