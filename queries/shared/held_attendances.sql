-- Each time a client took part in a training to its end, passed or not, with the training's facts.
--
-- Grain: one row an attendance with outcome completed or failed
-- Reads: attendances, trainings
-- Parameters: none
-- Columns:
--   unit_id    varchar  training and client together
--   client_id  varchar  the client's pseudonym
--   kind       varchar  kind of training
--   card       varchar  which card, where the kind is card
--   language   varchar  language of the training, ISO 639-1
--   held_on    date     first day of the training
-- Protects: none

select
    attendances.training_id || '/' || attendances.client_id as unit_id,
    attendances.client_id,
    trainings.kind,
    trainings.card,
    trainings.language,
    trainings.starts_on as held_on
from attendances
inner join trainings
    on attendances.training_id = trainings.training_id
where attendances.outcome in ('completed', 'failed')
