-- What must hold between the indicators, and whether it does.
--
-- Grain: one row a rule
-- Reads: shown_indicator_checks
-- Parameters: none
-- Columns:
--   place  integer  order of the rules
--   rule   varchar  name of the rule
--   holds  boolean  whether it does
-- Protects: none

select
    place,
    rule,
    holds
from shown_indicator_checks
order by place
