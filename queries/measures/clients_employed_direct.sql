-- Every time that a client found work with the project's direct support; the client counts from the
-- first such job on.
--
-- Grain: one row an employment
-- Reads: employments
-- Parameters: none
-- Columns:
--   unit_id       varchar  the client's pseudonym
--   counts_from   date     first day of the job
--   counts_until  date     never: it goes on counting
--   weight        integer  one
--   client_id     varchar  the client's pseudonym
-- Protects: none

select
    client_id as unit_id,
    started_on as counts_from,
    cast(null as date) as counts_until,
    1 as weight,
    client_id
from employments
where support = 'direct'
