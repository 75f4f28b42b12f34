-- The campaign and other pieces of work that are to be finished by a day, by that day;
-- those that have no day yet come last.
--
-- Grain: one row a piece of work
-- Reads: milestones
-- Parameters: as_of
-- Columns:
--   milestone_id  varchar  the register's id
--   due_on        date     the day by which it is to be done; null where none is set yet
--   title_fi      varchar  what it is, in Finnish
--   title_en      varchar  the same in English
--   kind          varchar  campaign or deliverable
--   state         varchar  done, late, coming, or undated: neither done nor with a day
-- Protects: none

select
    milestone_id,
    "on" as due_on,
    title_fi,
    title_en,
    kind,
    case
        when done then 'done'
        when "on" is null then 'undated'
        when "on" < $as_of then 'late'
        else 'coming'
    end as state
from milestones
where kind in ('campaign', 'deliverable')
order by
    "on" nulls last,
    milestone_id
