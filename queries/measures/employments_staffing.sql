-- Every job that a client started through a staffing firm; a person with two jobs counts twice.
--
-- Grain: one row an employment
-- Reads: employments
-- Parameters: none
-- Columns:
--   unit_id       varchar  the employment's pseudonym
--   counts_from   date     first day of the job
--   counts_until  date     never: it goes on counting
--   weight        integer  one
-- Protects: none

select
    employment_id as unit_id,
    started_on as counts_from,
    cast(null as date) as counts_until,
    1 as weight
from employments
where via_staffing_firm
