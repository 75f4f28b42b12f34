-- Persons employed by how many employments each of them has had: once, twice, more often. Where fewer
-- than the threshold would stand in a group, it is counted together with the one before it.
--
-- Grain: one row a group in which there are persons
-- Reads: employments
-- Parameters: as_of, threshold
-- Columns:
--   employments  bigint   how many employments each person of the group has had
--   or_more      boolean  whether those with more of them belong to it, too
--   persons      bigint   persons of the group
-- Protects: none

with
persons as (
    select
        client_id,
        count(*) as employments
    from employments
    where started_on <= $as_of
    group by all
),

sizes as (
    select
        count(*) filter (where employments = 1) as once,
        count(*) filter (where employments = 2) as twice,
        count(*) filter (where employments > 2) as often
    from persons
),

last_group as (
    select
        case
            when once between 1 and $threshold - 1 then 1
            when twice + often between 1 and $threshold - 1 then 1
            when twice between 1 and $threshold - 1 then 2
            when often between 1 and $threshold - 1 then 2
            else 3
        end as employments
    from sizes
)

select
    least(persons.employments, last_group.employments) as employments,
    persons.employments >= last_group.employments as or_more,
    count(*) as persons
from persons
cross join last_group
group by all
order by
    employments,
    or_more
