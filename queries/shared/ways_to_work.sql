-- From joining to the first job of each client, and who was already in work then: who had a job that
-- began before joining, or whose first start data in EURA say so while no job is known until that day.
--
-- Grain: one row a client
-- Reads: clients, employments, participations
-- Parameters: none
-- Columns:
--   client_id   varchar  the client's pseudonym
--   joined_on   date     the day of joining
--   worked_on   date     first day of the first job, where there is one
--   already_on  date     of those already in work: the day by which that is told; null of all others
-- Protects: none

with jobs as (
    select
        client_id,
        min(started_on) as worked_on
    from employments
    group by all
),

numbered as (
    select
        client_id,
        started_on,
        status_at_start,
        row_number() over (partition by client_id order by started_on, participation_id) as nth
    from participations
    where start_form <> 'none'
)

select
    clients.client_id,
    clients.joined_on,
    jobs.worked_on,
    case
        when jobs.worked_on < clients.joined_on then clients.joined_on
        when
            numbered.status_at_start in ('employed', 'self_employed')
            and coalesce(jobs.worked_on > numbered.started_on, true)
            then numbered.started_on
    end as already_on
from clients
left join jobs
    on clients.client_id = jobs.client_id
left join numbered
    on clients.client_id = numbered.client_id and numbered.nth = 1
