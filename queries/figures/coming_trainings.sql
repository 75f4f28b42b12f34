-- Trainings that are planned to start after the as-of date, the next one first.
--
-- Grain: one row a training
-- Reads: trainings
-- Parameters: as_of
-- Columns:
--   starts_on    date     planned first day
--   title        varchar  as the project calls it
--   kind         varchar  kind of training
--   card         varchar  which card, where the kind is card
--   language     varchar  language of the training, ISO 639-1
--   seats        bigint   how many can take part
--   ends_on      date     planned last day
--   training_id  varchar  the register's id, by which it is known though its days change
-- Protects: none

select
    starts_on,
    title,
    kind,
    card,
    language,
    seats,
    ends_on,
    training_id
from trainings
where starts_on > $as_of
order by
    starts_on,
    title,
    language,
    training_id
