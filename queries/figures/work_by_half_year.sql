-- Of the clients who joined in each half-year, how many found work within 6, 12 and 18 months of the
-- day of joining. A half-year is told once everyone who joined in it has been followed that long. Who
-- was already in work on joining is left out. Where a group of fewer persons than the threshold could
-- be read, it is withheld: the half-year if it is so small itself or so few of it are left out, a
-- number if so few found work or so few did not. Where a few of those left out could be told, a
-- half-year is withheld, or the table stays as it was shown last.
--
-- Grain: one row a half-year in which anyone joined, and 6, 12 or 18 months
-- Reads: ways_to_work, told_half_years, told_cohorts, earlier_half_years
-- Parameters: as_of, threshold
-- Columns:
--   half_year   date     first day of the half-year of joining
--   months      integer  6, 12 or 18
--   state       varchar  told; not_yet: not followed that long; withheld
--   persons     bigint   who joined in the half-year and was not in work; null where withheld
--   in_work     bigint   those of them who found work within so many months, where told
--   share       double   the same as a share of one, where told
--   left_out    bigint   who joined in the half-year and was in work; null where withheld
--   counted_on  date     the day of which the numbers speak
-- Protects: none

with members as (
    select
        make_date(year(joined_on), case when month(joined_on) < 7 then 1 else 7 end, 1) as half_year,
        joined_on,
        worked_on,
        coalesce(already_on <= $as_of, false) as already
    from ways_to_work
    where joined_on <= $as_of
),

joined as (
    select
        members.*,
        told_half_years.half_year is null as untold
    from members
    left join told_half_years
        on members.half_year = told_half_years.half_year
),

counted as (
    select
        joined.half_year,
        joined.untold,
        marks.months,
        count(*) filter (where not joined.already) as persons,
        count(*) filter (where joined.already) as left_out,
        count(*) filter (
            where
            not joined.already
            and joined.worked_on <= joined.joined_on + to_months(marks.months)
        ) as in_work,
        max(joined.joined_on + to_months(marks.months)) <= $as_of as followed
    from joined
    cross join unnest([6, 12, 18]) as marks (months)
    group by all
),

judged as (
    select
        *,
        untold or persons < $threshold or left_out between 1 and $threshold - 1 as small,
        in_work between 1 and $threshold - 1
        or persons - in_work between 1 and $threshold - 1 as few
    from counted
),

stated as (
    select
        *,
        case
            when small then 'withheld'
            when not followed then 'not_yet'
            when few then 'withheld'
            else 'told'
        end as state
    from judged
)

select
    stated.half_year,
    stated.months,
    stated.state,
    case when not stated.small then stated.persons end as persons,
    case when stated.state = 'told' then stated.in_work end as in_work,
    case when stated.state = 'told' then stated.in_work / stated.persons end as share,
    case when not stated.small then stated.left_out end as left_out,
    told_cohorts.counted_on
from stated
cross join told_cohorts
union all
select
    half_year,
    months,
    state,
    persons,
    in_work,
    share,
    left_out,
    counted_on
from earlier_half_years
order by
    half_year,
    months
