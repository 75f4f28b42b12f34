-- Every employer that became a client of the project, from that day on.
--
-- Grain: one row an employer
-- Reads: employers
-- Parameters: none
-- Columns:
--   unit_id       varchar  the employer's pseudonym
--   counts_from   date     the day of becoming a client
--   counts_until  date     never: it goes on counting
--   weight        integer  one
-- Protects: none

select
    employer_id as unit_id,
    client_since as counts_from,
    cast(null as date) as counts_until,
    1 as weight
from employers
where client_since is not null
