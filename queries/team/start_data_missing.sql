-- Clients who have been served: whether they have start data in EURA.
--
-- Grain: one row a client served until the as-of date
-- Reads: services, participations
-- Parameters: as_of
-- Columns:
--   unit_id    varchar  the client's id
--   client_id  varchar  the client's id
--   due_on     date     the day of the first service
--   fields     varchar  columns to be filled in, with ; between them
--   found      boolean  whether no start data have been sent
-- Protects: none

with
served as (
    select
        client_id,
        min(given_on) as first_served_on
    from services
    where given_on <= $as_of
    group by all
),

started as (
    select distinct client_id
    from participations
    where
        start_form <> 'none'
        and started_on <= $as_of
)

select
    served.client_id as unit_id,
    served.client_id,
    served.first_served_on as due_on,
    'start_form' as fields,
    started.client_id is null as found
from served
left join started
    on served.client_id = started.client_id
