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
),

given as (
    select
        service,
        given_on,
        lag(given_on) over (
            partition by service, client_id
            order by given_on
        ) as given_before
    from services
)

select
    spans.period_from,
    spans.period_to,
    given.service,
    count(*) as services,
    count(*) filter (where coalesce(given.given_before < spans.happens_from, true)) as persons
from spans
inner join given
    on given.given_on between spans.happens_from and spans.period_to
group by all
order by
    spans.period_from,
    spans.period_to desc,
    count(*) desc,
    given.service
