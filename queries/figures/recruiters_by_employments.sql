-- Employers that hired clients of the project in each period, by how many employments each of them
-- gave: how many come back.
--
-- Grain: one row a period and group of employers
-- Reads: project_periods, employments
-- Parameters: none
-- Columns:
--   period_from  date     first day of the period
--   period_to    date     its last day, the as-of date at the latest
--   hired        varchar  once, twice, few (three to five times) or many (six times or more)
--   employers    bigint   employers of the group, each once
--   employments  bigint   employments that they gave
--   staffing     bigint   those of them that came about through a staffing firm
-- Protects: none

with spans as (
    select distinct
        period_from,
        period_to,
        happens_from
    from project_periods
),

recruiters as (
    select
        spans.period_from,
        spans.period_to,
        employments.employer_id,
        count(*) as employments,
        count(*) filter (where employments.via_staffing_firm) as staffing
    from spans
    inner join employments
        on
            employments.started_on between spans.happens_from and spans.period_to
            and employments.employer_id is not null
    group by all
)

select
    period_from,
    period_to,
    case
        when employments = 1 then 'once'
        when employments = 2 then 'twice'
        when employments <= 5 then 'few'
        else 'many'
    end as hired,
    count(*) as employers,
    cast(sum(employments) as bigint) as employments,
    cast(sum(staffing) as bigint) as staffing
from recruiters
group by all
order by
    period_from,
    period_to desc,
    min(recruiters.employments)
