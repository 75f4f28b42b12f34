-- How many rows of each register are new, changed or gone since earlier snapshots.
--
-- Grain: one row a register that is kept now and earlier snapshot
-- Reads: earlier_rows
-- Parameters: none
-- Columns:
--   register        varchar  the register
--   since           date     as-of date of the earlier snapshot
--   since_snapshot  integer  its number
--   since_purpose   varchar  its purpose
--   before          bigint   its rows then
--   added           bigint   rows whose key was not there then
--   changed         bigint   rows that say something else now
--   removed         bigint   rows whose key is there no more
--   now             bigint   its rows now
-- Protects: none

select
    register,
    since,
    since_snapshot,
    since_purpose,
    before,
    added,
    changed,
    removed,
    now
from earlier_rows
order by
    since,
    since_snapshot,
    register
