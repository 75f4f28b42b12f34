-- How many rows each check finds, of how many it looks at; and how often the import warned of what.
--
-- Grain: one row a check, and one a warning of the import and register
-- Reads: checks, checked_units, import_warnings
-- Parameters: none
-- Columns:
--   check_id   varchar  id of the check
--   register   varchar  the register whose rows it lists; empty for warnings that name none
--   looked_at  bigint   rows that it looks at; empty for warnings of the import
--   found      bigint   rows that it finds
-- Protects: none

select
    checks.check_id,
    checks.register,
    count(checked_units.unit_id) as looked_at,
    count(*) filter (where checked_units.found) as found
from checks
left join checked_units
    on checks.check_id = checked_units.check_id
group by all
union all
select
    check_id,
    register,
    cast(null as bigint) as looked_at,
    cast(found as bigint) as found
from import_warnings
order by
    check_id,
    register
