-- Which trainings were held and are coming, in which language, and how many took part: in each period.
--
-- Grain: one row a period, and a language, kind and card that occurs in it
-- Reads: project_periods, trainings, held_attendances
-- Parameters: as_of
-- Columns:
--   period_from  date     first day of the period
--   period_to    date     its last day, the as-of date at the latest
--   language     varchar  language of the training, ISO 639-1
--   kind         varchar  kind of training
--   card         varchar  which card, where the kind is card
--   held         bigint   trainings that started in the period
--   coming       bigint   trainings planned to start after it, where it ends on the as-of date
--   seats        bigint   seats of those that started
--   attendances  bigint   times that clients took part to the end, passed or not
-- Protects: none

with spans as (
    select distinct
        period_from,
        period_to,
        happens_from
    from project_periods
),

offered as (
    select
        spans.period_from,
        spans.period_to,
        trainings.language,
        trainings.kind,
        trainings.card,
        count(*) filter (where trainings.starts_on <= spans.period_to) as held,
        count(*) filter (where trainings.starts_on > spans.period_to) as coming,
        cast(coalesce(sum(trainings.seats) filter (where trainings.starts_on <= spans.period_to), 0) as bigint)
            as seats
    from spans
    inner join trainings
        on
            trainings.starts_on >= spans.happens_from
            and (trainings.starts_on <= spans.period_to or spans.period_to = $as_of)
    group by all
),

attended as (
    select
        spans.period_from,
        spans.period_to,
        held_attendances.language,
        held_attendances.kind,
        held_attendances.card,
        count(*) as attendances
    from spans
    inner join held_attendances
        on held_attendances.held_on between spans.happens_from and spans.period_to
    group by all
)

select
    offered.period_from,
    offered.period_to,
    offered.language,
    offered.kind,
    offered.card,
    offered.held,
    offered.coming,
    offered.seats,
    coalesce(attended.attendances, 0) as attendances
from offered
left join attended
    on
        offered.period_from = attended.period_from
        and offered.period_to = attended.period_to
        and offered.language = attended.language
        and offered.kind = attended.kind
        and offered.card is not distinct from attended.card
order by
    offered.period_from,
    offered.period_to desc,
    offered.language,
    offered.kind,
    offered.card
