-- What shows that the employments of each period are real.
--
-- Grain: one row a period and kind of evidence that occurs in it
-- Reads: project_periods, employments
-- Parameters: none
-- Columns:
--   period_from  date     first day of the period
--   period_to    date     its last day, the as-of date at the latest
--   evidence     varchar  contract, employer, client, survey or unknown, also where none is recorded
--   employments  bigint   employments that began in the period
-- Protects: none

with spans as (
    select distinct
        period_from,
        period_to,
        happens_from
    from project_periods
)

select
    spans.period_from,
    spans.period_to,
    coalesce(employments.evidence, 'unknown') as evidence,
    count(*) as employments
from spans
inner join employments
    on employments.started_on between spans.happens_from and spans.period_to
group by all
order by
    spans.period_from,
    spans.period_to desc,
    employments desc,
    evidence
