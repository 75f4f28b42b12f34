-- How many participants have a complete record, and how many lack which field of it.
--
-- Grain: one row: participants, complete, and each of the four fields that a record needs
-- Reads: shown_indicator_records
-- Parameters: none
-- Columns:
--   field    varchar  participants, complete, or the field that is missing
--   persons  bigint   persons; none of all fields where one of them lacks in 1–4 records
-- Protects: none

select
    field,
    persons
from shown_indicator_records
order by field
