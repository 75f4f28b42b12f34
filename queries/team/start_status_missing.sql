-- The first EURA period of each client: whether the status at the start is recorded.
--
-- Grain: one row a client with start data in EURA
-- Reads: participations
-- Parameters: as_of
-- Columns:
--   unit_id    varchar  the period's id
--   client_id  varchar  the client's id
--   due_on     date     the first day of the period
--   fields     varchar  columns to be filled in, with ; between them
--   found      boolean  whether it is not recorded
-- Protects: none

with numbered as (
    select
        *,
        row_number() over (
            partition by client_id
            order by started_on, status_at_start nulls last, participation_id
        ) as nth
    from participations
    where
        start_form <> 'none'
        and started_on <= $as_of
)

select
    participation_id as unit_id,
    client_id,
    started_on as due_on,
    'status_at_start' as fields,
    status_at_start is null as found
from numbered
where nth = 1
