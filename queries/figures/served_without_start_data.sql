-- Clients who have been served but have no start data in EURA, beside all who have been served.
-- Counted by looking for the missing row, never by subtracting one total from another.
--
-- Grain: one row
-- Reads: services, participations
-- Parameters: as_of
-- Columns:
--   without_start_data  bigint  persons served until the as-of date without start data sent
--   served              bigint  persons served until the as-of date
-- Protects: none

with
served as (
    select distinct client_id
    from services
    where given_on <= $as_of
),

started as (
    select distinct client_id
    from participations
    where
        start_form <> 'none'
        and started_on <= $as_of
)

select
    count(*) filter (where started.client_id is null) as without_start_data,
    count(*) as served
from served
left join started
    on served.client_id = started.client_id
order by served
