-- Candidate profiles sent to employers in connection with needs assessments.
--
-- Grain: one row an assessment
-- Reads: assessments
-- Parameters: none
-- Columns:
--   unit_id       varchar  the assessment's id
--   counts_from   date     day of the assessment
--   counts_until  date     never: it goes on counting
--   weight        bigint   profiles sent
-- Protects: none

select
    assessment_id as unit_id,
    made_on as counts_from,
    cast(null as date) as counts_until,
    profiles_sent as weight
from assessments
