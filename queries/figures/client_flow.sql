-- Active clients at the start of each period, who joined, whose client relationship was closed, and
-- active clients at its end. Each of the four is counted from the rows, none from the other three. Who
-- joins and leaves on one day is never active, but is counted among both.
--
-- Grain: one row a period
-- Reads: project_periods, clients
-- Parameters: none
-- Columns:
--   period_from  date    first day of the period
--   period_to    date    its last day, the as-of date at the latest
--   at_start     bigint  clients who were active on the day before it; none before the project
--   came         bigint  clients who joined in it
--   gone         bigint  clients whose client relationship was closed in it
--   at_end       bigint  clients who were active on its last day
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
        client_id,
        joined_on as came_on,
        case when closed_on < joined_on then joined_on else closed_on end as gone_on
    from clients
)

select
    spans.period_from,
    spans.period_to,
    count(stays.client_id) filter (
        where stays.came_on < spans.happens_from and coalesce(stays.gone_on >= spans.happens_from, true)
    ) as at_start,
    count(stays.client_id) filter (
        where stays.came_on between spans.happens_from and spans.period_to
    ) as came,
    count(stays.client_id) filter (
        where stays.gone_on between spans.happens_from and spans.period_to
    ) as gone,
    count(stays.client_id) filter (
        where stays.came_on <= spans.period_to and coalesce(stays.gone_on > spans.period_to, true)
    ) as at_end
from spans
left join stays
    on true
group by all
order by
    spans.period_from,
    spans.period_to desc
