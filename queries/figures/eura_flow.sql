-- EURA periods that were open at the start of each period of the project, those that began, for the
-- first time or again, those that ended, and those that were open at its end. Each is counted from the
-- rows, none from the others. Only EURA periods whose start data have been sent count.
--
-- Grain: one row a period
-- Reads: project_periods, participations
-- Parameters: none
-- Columns:
--   period_from  date    first day of the period
--   period_to    date    its last day, the as-of date at the latest
--   at_start     bigint  EURA periods that were open on the day before it; none before the project
--   came         bigint  first EURA periods of their clients that began in it
--   returned     bigint  later EURA periods of their clients that began in it
--   gone         bigint  EURA periods that ended in it
--   at_end       bigint  EURA periods that were open on its last day
-- Protects: none

with spans as (
    select distinct
        period_from,
        period_to,
        happens_from
    from project_periods
),

stays as (
    select
        participation_id,
        started_on as came_on,
        case when ended_on < started_on then started_on else ended_on end as gone_on,
        row_number() over (partition by client_id order by started_on, participation_id) > 1 as again
    from participations
    where start_form <> 'none'
)

select
    spans.period_from,
    spans.period_to,
    count(stays.participation_id) filter (
        where stays.came_on < spans.happens_from and coalesce(stays.gone_on >= spans.happens_from, true)
    ) as at_start,
    count(stays.participation_id) filter (
        where stays.came_on between spans.happens_from and spans.period_to and not stays.again
    ) as came,
    count(stays.participation_id) filter (
        where stays.came_on between spans.happens_from and spans.period_to and stays.again
    ) as returned,
    count(stays.participation_id) filter (
        where stays.gone_on between spans.happens_from and spans.period_to
    ) as gone,
    count(stays.participation_id) filter (
        where stays.came_on <= spans.period_to and coalesce(stays.gone_on > spans.period_to, true)
    ) as at_end
from spans
left join stays
    on true
group by all
order by
    spans.period_from,
    spans.period_to desc
