-- How many times clients took part in trainings, by the training's language, month by month.
-- Every language that occurs has every month of the project up to the as-of date.
--
-- Grain: one row a language and month
-- Reads: trainings, project_months, held_attendances
-- Parameters: as_of
-- Columns:
--   language          varchar  language of the training, ISO 639-1
--   month             date     first day of the month in which the training began
--   attendances       bigint   times that clients took part to the end, passed or not
--   card_attendances  bigint   those of them in card and permit trainings
-- Protects: none

with calendar as (
    select distinct
        trainings.language,
        project_months.month
    from trainings
    cross join project_months
    where trainings.starts_on <= $as_of
),

monthly as (
    select
        language,
        cast(date_trunc('month', held_on) as date) as month,
        count(*) as attendances,
        count(*) filter (where kind = 'card') as card_attendances
    from held_attendances
    where held_on <= $as_of
    group by all
)

select
    calendar.language,
    calendar.month,
    coalesce(monthly.attendances, 0) as attendances,
    coalesce(monthly.card_attendances, 0) as card_attendances
from calendar
left join monthly
    on calendar.language = monthly.language and calendar.month = monthly.month
order by
    calendar.language,
    calendar.month
