-- EURA periods that have ended: whether their end data are to be sent now, and are not late yet.
--
-- Grain: one row a EURA period with start data that has ended and is not overdue
-- Reads: participations
-- Parameters: as_of
-- Columns:
--   unit_id    varchar  the period's id
--   client_id  varchar  the client's id
--   due_on     date     the last day on which they are in time
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
    and ended_on <= $as_of
    and (end_form <> 'none' or ended_on + 28 >= $as_of)
