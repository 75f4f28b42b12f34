-- What each check found as of earlier snapshots, looked for by the same rule, and what became of it:
-- found_then = mended + gone + remaining.
--
-- Grain: one row a check and earlier snapshot
-- Reads: checked_units, earlier_checked_units, earlier_import_warnings
-- Parameters: none
-- Columns:
--   check_id        varchar  id of the check
--   register        varchar  the register whose rows it lists; empty for warnings that name none
--   since           date     as-of date of the earlier snapshot
--   since_snapshot  integer  its number
--   since_purpose   varchar  its purpose
--   found_then      bigint   rows found in the registers of then, as of that day
--   mended          bigint   of those, rows that are right now; unknown for warnings of the import
--   gone            bigint   of those, rows that are there no more, or that this check leaves to another
--   remaining       bigint   of those, rows that are found now, too
-- Protects: none

select
    earlier_checked_units.check_id,
    earlier_checked_units.register,
    earlier_checked_units.since,
    earlier_checked_units.since_snapshot,
    earlier_checked_units.since_purpose,
    count(*) filter (where earlier_checked_units.found) as found_then,
    count(*) filter (where earlier_checked_units.found and not checked_units.found) as mended,
    count(*) filter (where earlier_checked_units.found and checked_units.unit_id is null) as gone,
    count(*) filter (where earlier_checked_units.found and checked_units.found) as remaining
from earlier_checked_units
left join checked_units
    on
        earlier_checked_units.check_id = checked_units.check_id
        and earlier_checked_units.unit_id = checked_units.unit_id
group by all
union all
select
    check_id,
    register,
    since,
    since_snapshot,
    since_purpose,
    found as found_then,
    cast(null as bigint) as mended,
    cast(null as bigint) as gone,
    cast(null as bigint) as remaining
from earlier_import_warnings
order by
    since,
    since_snapshot,
    check_id,
    register
