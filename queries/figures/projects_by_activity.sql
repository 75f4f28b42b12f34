-- Other projects of the region and what each of them does.
--
-- Grain: one row a project, activity and matrix
-- Reads: projects
-- Parameters: as_of
-- Columns:
--   project_id    varchar  the register's id
--   name          varchar  what the project is called
--   organisation  varchar  who runs it
--   starts_on     date     its first day
--   ends_on       date     its last day
--   activity      varchar  what it does, in the register's own word
--   state         varchar  coming, running or ended on the as-of date
--   matrix        varchar  the matrix that it is in, in the register's own word; null where none
-- Protects: none

select distinct
    projects.project_id,
    projects.name,
    projects.organisation,
    projects.starts_on,
    projects.ends_on,
    listed.activity,
    case
        when projects.starts_on > $as_of then 'coming'
        when projects.ends_on < $as_of then 'ended'
        else 'running'
    end as state,
    nullif(placed.matrix, '') as matrix
from projects
cross join unnest(string_split(projects.activities, ';')) as listed (activity)
cross join unnest(string_split(coalesce(projects.matrices, ''), ';')) as placed (matrix)
order by
    projects.project_id,
    listed.activity,
    matrix
