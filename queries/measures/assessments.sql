-- Every needs assessment made at an employer.
--
-- Grain: one row an assessment
-- Reads: assessments
-- Parameters: none
-- Columns:
--   unit_id       varchar  the assessment's id
--   counts_from   date     day of the assessment
--   counts_until  date     never: it goes on counting
--   weight        integer  one
-- Protects: none

select
    assessment_id as unit_id,
    made_on as counts_from,
    cast(null as date) as counts_until,
    1 as weight
from assessments
