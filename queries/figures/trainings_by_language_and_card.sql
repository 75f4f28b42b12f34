-- Which trainings were held and are coming, in which language, and how many took part.
--
-- Grain: one row a language, kind and card that occurs
-- Reads: trainings, held_attendances
-- Parameters: as_of
-- Columns:
--   language     varchar  language of the training, ISO 639-1
--   kind         varchar  kind of training
--   card         varchar  which card, where the kind is card
--   held         bigint   trainings that had started by the as-of date
--   coming       bigint   trainings planned to start after it
--   seats        bigint   seats of those that had started
--   attendances  bigint   times that clients took part to the end, passed or not
-- Protects: none

with offered as (
    select
        language,
        kind,
        card,
        count(*) filter (where starts_on <= $as_of) as held,
        count(*) filter (where starts_on > $as_of) as coming,
        cast(coalesce(sum(seats) filter (where starts_on <= $as_of), 0) as bigint) as seats
    from trainings
    group by all
),

attended as (
    select
        language,
        kind,
        card,
        count(*) as attendances
    from held_attendances
    where held_on <= $as_of
    group by all
)

select
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
        offered.language = attended.language
        and offered.kind = attended.kind
        and offered.card is not distinct from attended.card
order by
    offered.language,
    offered.kind,
    offered.card
