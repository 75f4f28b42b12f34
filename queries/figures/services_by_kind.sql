-- Services given in each period by kind, the most frequent first, and how many persons got them.
--
-- Grain: one row a period and kind of service that was given in it
-- Reads: project_periods, services
-- Parameters: none
-- Columns:
--   period_from  date     first day of the period
--   period_to    date     its last day, the as-of date at the latest
--   service      varchar  kind of service
--   services     bigint   times that one was given to one client
--   persons      bigint   clients who got one, each once in a period and kind
-- Protects: none

with spans as (
    select distinct
        period_from,
        period_to,
        happens_from
    from project_periods
)

select
    spans.period_from,
    spans.period_to,
    services.service,
    count(*) as services,
    count(distinct services.client_id) as persons
from spans
inner join services
    on services.given_on between spans.happens_from and spans.period_to
group by all
order by
    spans.period_from,
    spans.period_to desc,
    count(*) desc,
    services.service
