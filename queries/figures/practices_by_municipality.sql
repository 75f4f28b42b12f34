-- Practices that are to be carried on: where each is in use, in which state, and who carries it on.
--
-- Grain: one row a practice and municipality
-- Reads: practices
-- Parameters: none
-- Columns:
--   name           varchar  what it is called
--   municipality   varchar  three digits; empty where it is of the whole region
--   carried_on_by  varchar  who carries it on; empty where nobody is known
--   state          varchar  project, handed_over, established or ended
-- Protects: none

select
    name,
    municipality,
    carried_on_by,
    state
from practices
order by
    name,
    municipality nulls first,
    practice_id
