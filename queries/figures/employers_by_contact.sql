-- Employers by how the project knows them, and how many of each group are employer clients.
-- The groups overlap and none contains another: they are no steps of one path.
--
-- Grain: one row a group
-- Reads: employers, encounters, assessments, employments
-- Parameters: as_of
-- Columns:
--   contact    varchar  met, assessed, client, or recruited: employed a client of the project
--   employers  bigint   employers in the group until the as-of date, each once
--   clients    bigint   those of them that are employer clients
-- Protects: none

with
employer_clients as (
    select employer_id
    from employers
    where client_since <= $as_of
),

known as (
    select
        'met' as contact,
        employer_id
    from encounters
    where met_on <= $as_of
    union
    select
        'assessed' as contact,
        employer_id
    from assessments
    where made_on <= $as_of
    union
    select
        'client' as contact,
        employer_id
    from employer_clients
    union
    select
        'recruited' as contact,
        employer_id
    from employments
    where
        started_on <= $as_of
        and employer_id is not null
),

contacts as (
    select unnest(['met', 'assessed', 'client', 'recruited']) as contact
)

select
    contacts.contact,
    count(known.employer_id) as employers,
    count(employer_clients.employer_id) as clients
from contacts
left join known
    on contacts.contact = known.contact
left join employer_clients
    on known.employer_id = employer_clients.employer_id
group by all
order by contacts.contact
