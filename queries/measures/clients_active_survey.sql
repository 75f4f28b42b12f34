-- How many said in a survey that they need the project's support, until the next survey asks.
--
-- Grain: one row a survey
-- Reads: surveys
-- Parameters: none
-- Columns:
--   unit_id       varchar  the survey's id
--   counts_from   date     the day of asking
--   counts_until  date     the day of the next such survey
--   weight        bigint   who answered yes
-- Protects: none

select
    survey_id as unit_id,
    asked_on as counts_from,
    lead(asked_on) over (order by asked_on, survey_id) as counts_until,
    respondents as weight
from surveys
where question = 'needs_support' and answer = 'yes'
