-- Answers to the surveys' questions. A number of one to four is withheld, and with it how many
-- answered that question: otherwise it could be computed from the others.
--
-- Grain: one row an answer of a question
-- Reads: surveys
-- Parameters: as_of
-- Columns:
--   survey_id    varchar  the survey
--   asked_on     date     the day of asking
--   question     varchar  the question, in the project's own word
--   answer       varchar  the answer, in the project's own word
--   respondents  bigint   how many gave it; null where it is withheld
--   answered     bigint   how many answered the question; null where an answer is withheld
-- Protects: none

with given as (
    select
        survey_id,
        asked_on,
        question,
        answer,
        respondents,
        sum(respondents) over (partition by survey_id, question) as answered,
        min(case when respondents between 1 and 4 then 1 else 2 end)
            over (partition by survey_id, question)
            as fewest
    from surveys
    where asked_on <= $as_of
)

select
    survey_id,
    asked_on,
    question,
    answer,
    case when respondents between 1 and 4 then null else respondents end as respondents,
    case when fewest = 1 then null else cast(answered as bigint) end as answered
from given
order by
    asked_on desc,
    survey_id,
    question,
    respondents desc nulls last,
    answer
