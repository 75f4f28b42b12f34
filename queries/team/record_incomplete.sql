-- Clients with start data: whether gender, year of birth and education are all recorded.
--
-- Grain: one row a client with start data in EURA
-- Reads: clients, participations
-- Parameters: as_of
-- Columns:
--   unit_id    varchar  the client's id
--   client_id  varchar  the client's id
--   due_on     date     the first day of the first period
--   fields     varchar  columns to be filled in, with ; between them
--   found      boolean  whether any of them is missing
-- Protects: none

with
started as (
    select
        client_id,
        min(started_on) as first_started_on
    from participations
    where
        start_form <> 'none'
        and started_on <= $as_of
    group by all
),

lacking as (
    select
        client_id,
        concat_ws(
            ';',
            case when gender = 'unknown' then 'gender' end,
            case when birth_year is null then 'birth_year' end,
            case when education_isced is null then 'education_isced' end
        ) as fields
    from clients
)

select
    lacking.client_id as unit_id,
    lacking.client_id,
    started.first_started_on as due_on,
    lacking.fields,
    lacking.fields <> '' as found
from lacking
inner join started
    on lacking.client_id = started.client_id
