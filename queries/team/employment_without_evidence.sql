-- Employments: whether it is recorded what shows that they are real.
--
-- Grain: one row an employment that began until the as-of date
-- Reads: employments
-- Parameters: as_of
-- Columns:
--   unit_id    varchar  the employment's id
--   client_id  varchar  the client's id
--   due_on     date     the day on which it began
--   fields     varchar  columns to be filled in, with ; between them
--   found      boolean  whether nothing shows it
-- Protects: none

select
    employment_id as unit_id,
    client_id,
    started_on as due_on,
    'evidence' as fields,
    coalesce(evidence, 'unknown') = 'unknown' as found
from employments
where started_on <= $as_of
