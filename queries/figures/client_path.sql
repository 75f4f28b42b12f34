-- Who has joined, been served, and has start and end data in EURA, as sets: of each set how many are
-- in the next one, and every gap by what is missing. A gap is counted by looking for the missing row.
-- Whoever has no end data from any EURA period is counted where it is most urgent: form overdue, form
-- due, client relationship closed without an end of the period, still inside.
--
-- Grain: one row a set, what it is split by, and a part of it, also where there are none
-- Reads: clients, services, participations
-- Parameters: as_of
-- Columns:
--   members   varchar  the set: joined, served, started (with start data) or ended (with end data)
--   split_by  varchar  the set by which it is split
--   part      varchar  that set, or not_ and its name; for lack of end data: inside, closed, due, overdue
--   persons   bigint   persons of the part
--   periods   bigint   where start data are split by end data: EURA periods that are in that state
--   again     bigint   those of them that are not the first of their client
-- Protects: none

with
served as (
    select distinct client_id
    from services
    where given_on <= $as_of
),

periods as (
    select
        participations.client_id,
        case
            when participations.ended_on <= $as_of and participations.end_form <> 'none' then 0
            when participations.ended_on + 28 < $as_of then 4
            when participations.ended_on <= $as_of then 3
            when clients.closed_on <= $as_of then 2
            else 1
        end as urgency,
        row_number() over (
            partition by participations.client_id
            order by participations.started_on, participations.participation_id
        ) > 1 as again
    from participations
    inner join clients
        on participations.client_id = clients.client_id
    where
        participations.start_form <> 'none'
        and participations.started_on <= $as_of
),

started as (
    select
        client_id,
        max(urgency) as urgency
    from periods
    group by all
),

ended as (
    select distinct client_id
    from participations
    where
        end_form <> 'none'
        and ended_on <= $as_of
),

persons as (
    select
        clients.client_id,
        clients.joined_on <= $as_of as is_joined,
        served.client_id is not null as is_served,
        started.client_id is not null as is_started,
        ended.client_id is not null as is_ended,
        case when ended.client_id is null then started.urgency else 0 end as urgency
    from clients
    left join served
        on clients.client_id = served.client_id
    left join started
        on clients.client_id = started.client_id
    left join ended
        on clients.client_id = ended.client_id
),

placed as (
    select
        'joined' as members,
        'served' as split_by,
        case when is_served then 'served' else 'not_served' end as part
    from persons
    where is_joined
    union all
    select
        'served' as members,
        'joined' as split_by,
        case when is_joined then 'joined' else 'not_joined' end as part
    from persons
    where is_served
    union all
    select
        'served' as members,
        'started' as split_by,
        case when is_started then 'started' else 'not_started' end as part
    from persons
    where is_served
    union all
    select
        'started' as members,
        'served' as split_by,
        case when is_served then 'served' else 'not_served' end as part
    from persons
    where is_started
    union all
    select
        'started' as members,
        'ended' as split_by,
        cast(urgency as varchar) as part
    from persons
    where is_started
    union all
    select
        'ended' as members,
        'started' as split_by,
        case when is_started then 'started' else 'not_started' end as part
    from persons
    where is_ended
),

parts as (
    select
        members,
        split_by,
        part,
        found_as
    from (
        values
        ('joined', 'served', 'served', 'served'),
        ('joined', 'served', 'not_served', 'not_served'),
        ('served', 'joined', 'joined', 'joined'),
        ('served', 'joined', 'not_joined', 'not_joined'),
        ('served', 'started', 'started', 'started'),
        ('served', 'started', 'not_started', 'not_started'),
        ('started', 'served', 'served', 'served'),
        ('started', 'served', 'not_served', 'not_served'),
        ('started', 'ended', 'ended', '0'),
        ('started', 'ended', 'inside', '1'),
        ('started', 'ended', 'closed', '2'),
        ('started', 'ended', 'due', '3'),
        ('started', 'ended', 'overdue', '4'),
        ('ended', 'started', 'started', 'started'),
        ('ended', 'started', 'not_started', 'not_started')
    ) as listed (members, split_by, part, found_as)
),

counted as (
    select
        members,
        split_by,
        part,
        count(*) as persons
    from placed
    group by all
),

of_periods as (
    select
        cast(urgency as varchar) as part,
        count(*) as periods,
        count(*) filter (where again) as again
    from periods
    group by all
)

select
    parts.members,
    parts.split_by,
    parts.part,
    coalesce(counted.persons, 0) as persons,
    case when parts.split_by = 'ended' then coalesce(of_periods.periods, 0) end as periods,
    case when parts.split_by = 'ended' then coalesce(of_periods.again, 0) end as again
from parts
left join counted
    on
        parts.members = counted.members
        and parts.split_by = counted.split_by
        and parts.found_as = counted.part
left join of_periods
    on parts.found_as = of_periods.part
order by
    parts.members,
    parts.split_by,
    parts.part
