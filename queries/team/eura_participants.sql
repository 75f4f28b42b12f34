-- Participants by the rules of EURA: clients with a period whose start data have been sent, each with
-- the first such period as the start and the last one as the exit, if that has ended.
--
-- Grain: one row a participant
-- Reads: clients, participations
-- Parameters: as_of
-- Columns:
--   client_id        varchar  the client's pseudonym
--   gender           varchar  woman, man, non_binary or unknown
--   birth_year       bigint   where it is recorded
--   education_isced  bigint   level of education, where it is recorded
--   citizenship      varchar  fi, eu, third_country or unknown
--   status_at_start  varchar  status when the first period began, where it is recorded
--   unemployed_for   bigint   months unemployed by then, where they are recorded
--   age              bigint   the year in which it began, less the year of birth
--   complete         boolean  whether gender, year of birth, status and education are all recorded
--   exited_on        date     end of the last period; none while it goes on
--   status_at_end    varchar  status on leaving, where it is recorded
--   qualified        boolean  whether a qualification was gained
--   later_on         date     six calendar months after the exit
--   status_later     varchar  status then, where it is recorded
-- Protects: gender, birth_year, education_isced, citizenship, status_at_start, status_at_end

with
started as (
    select
        *,
        row_number() over (
            partition by client_id
            order by started_on, participation_id
        ) as from_the_first,
        row_number() over (
            partition by client_id
            order by started_on desc, participation_id desc
        ) as from_the_last
    from participations
    where
        start_form <> 'none'
        and started_on <= $as_of
),

exits as (
    select *
    from started
    where
        from_the_last = 1
        and ended_on <= $as_of
)

select
    clients.client_id,
    clients.gender,
    clients.birth_year,
    clients.education_isced,
    clients.citizenship,
    started.status_at_start,
    started.unemployed_months_at_start as unemployed_for,
    extract(year from started.started_on) - clients.birth_year as age,
    clients.gender in ('woman', 'man', 'non_binary')
    and clients.birth_year is not null
    and clients.education_isced is not null
    and started.status_at_start is not null as complete,
    exits.ended_on as exited_on,
    exits.status_at_end,
    exits.qualification_gained as qualified,
    cast(exits.ended_on + interval '6 months' as date) as later_on,
    exits.status_after_6_months as status_later
from started
inner join clients
    on started.client_id = clients.client_id
left join exits
    on started.client_id = exits.client_id
where started.from_the_first = 1
order by clients.client_id
