-- Indicators that the project has estimated rather than counted: the newest estimate of each.
--
-- Grain: one row an indicator
-- Reads: estimates
-- Parameters: as_of
-- Columns:
--   code          varchar  the indicator's code in Regulation (EU) 2021/1057
--   man           bigint   men
--   woman         bigint   women
--   non_binary    bigint   non-binary persons
--   total         bigint   all of them
--   method        varchar  how it was estimated
--   estimated_on  date     the day of the estimate
-- Protects: gender

with newest as (
    select
        *,
        row_number() over (partition by indicator order by estimated_on desc) as place
    from estimates
    where estimated_on <= $as_of
)

select
    indicator as code,
    man,
    woman,
    non_binary,
    man + woman + non_binary as total,
    method,
    estimated_on
from newest
where place = 1
order by code
