-- How many participants have a complete record, and how many lack which field of it.
--
-- Grain: one row: participants, complete, and each of the four fields that a record needs
-- Reads: eura_participants
-- Parameters: none
-- Columns:
--   field    varchar  participants, complete, or the field that is missing
--   persons  bigint   participants, those with a complete record, or those who lack the field
-- Protects: none

with counted as (
    select
        count(*) as participants,
        count(*) filter (where complete) as complete,
        count(*) filter (where gender = 'unknown') as gender,
        count(*) filter (where birth_year is null) as birth_year,
        count(*) filter (where status_at_start is null) as status_at_start,
        count(*) filter (where education_isced is null) as education_isced
    from eura_participants
)

select
    unnest([
        'participants', 'complete', 'gender', 'birth_year', 'status_at_start', 'education_isced'
    ]) as field,
    unnest([
        participants, complete, gender, birth_year, status_at_start, education_isced
    ]) as persons
from counted
order by field
