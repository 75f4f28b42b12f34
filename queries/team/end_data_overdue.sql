-- EURA periods that ended more than 28 days ago: whether their end data have been sent.
--
-- Grain: one row a EURA period with start data that ended so long ago
-- Reads: participations
-- Parameters: as_of
-- Columns:
--   unit_id    varchar  the period's id
--   client_id  varchar  the client's id
--   due_on     date     the last day on which they would have been in time
--   fields     varchar  columns to be filled in, with ; between them
--   found      boolean  whether they have not been sent
-- Protects: none

select
    participation_id as unit_id,
    client_id,
    ended_on + 28 as due_on,
    'end_form' as fields,
    end_form = 'none' as found
from participations
where
    start_form <> 'none'
    and started_on <= $as_of
    and ended_on + 28 < $as_of
