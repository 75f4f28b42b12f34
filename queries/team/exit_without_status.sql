-- EURA periods that have ended: whether the status on leaving is recorded.
--
-- Grain: one row a EURA period with start data that has ended
-- Reads: participations
-- Parameters: as_of
-- Columns:
--   unit_id    varchar  the period's id
--   client_id  varchar  the client's id
--   due_on     date     the day on which it ended
--   fields     varchar  columns to be filled in, with ; between them
--   found      boolean  whether it is not recorded
-- Protects: none

select
    participation_id as unit_id,
    client_id,
    ended_on as due_on,
    'status_at_end' as fields,
    status_at_end is null as found
from participations
where
    start_form <> 'none'
    and started_on <= $as_of
    and ended_on <= $as_of
