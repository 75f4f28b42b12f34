-- The common indicators of the European Social Fund Plus that registers can give, each by gender:
-- how many of those whom it may concern. Records that are not complete are left out of all.
--
-- Grain: one row an indicator, also where there is nobody
-- Reads: eura_participants
-- Parameters: as_of
-- Columns:
--   code        varchar  the indicator's code in Regulation (EU) 2021/1057
--   man         bigint   men
--   woman       bigint   women
--   non_binary  bigint   non-binary persons
--   total       bigint   all of them
--   of_all      bigint   those whom the indicator may concern
-- Protects: gender, birth_year, education_isced, citizenship, status_at_start, status_at_end

with
codes as (
    select unnest([
        'EECO01', 'EECO02', 'EECO03', 'EECO04', 'EECO05', 'EECO06', 'EECO07', 'EECO08', 'EECO09',
        'EECO10', 'EECO11', 'EECO13', 'EECR01', 'EECR02', 'EECR03', 'EECR04', 'EECR05'
    ]) as code
),

people as (
    select
        *,
        exited_on is not null as has_left,
        status_at_start in ('student', 'other_inactive') as inactive,
        status_at_start in ('employed', 'self_employed') as at_work,
        unemployed_for > 12 or (age < 25 and unemployed_for > 6) as for_long
    from eura_participants
    where complete
),

sorted as (
    select
        codes.code,
        people.gender,
        case codes.code
            when 'EECR01' then has_left and inactive
            when 'EECR02' then has_left and status_at_start <> 'student'
            when 'EECR03' then has_left
            when 'EECR04' then has_left and not at_work
            when 'EECR05' then has_left and not at_work and later_on <= $as_of
            else true
        end as concerned,
        case codes.code
            when 'EECO01' then true
            when 'EECO02' then status_at_start = 'unemployed'
            when 'EECO03' then status_at_start = 'unemployed' and for_long
            when 'EECO04' then inactive
            when 'EECO05' then at_work
            when 'EECO06' then age < 18
            when 'EECO07' then age between 18 and 29
            when 'EECO08' then age >= 55
            when 'EECO09' then education_isced <= 2
            when 'EECO10' then education_isced between 3 and 4
            when 'EECO11' then education_isced >= 5
            when 'EECO13' then citizenship = 'third_country'
            when 'EECR01' then status_at_end = 'unemployed'
            when 'EECR02' then status_at_end = 'student'
            when 'EECR03' then qualified
            when 'EECR04' then status_at_end in ('employed', 'self_employed')
            when 'EECR05' then status_later in ('employed', 'self_employed')
        end as counts
    from codes
    cross join people
)

select
    codes.code,
    count(*) filter (where counts and gender = 'man') as man,
    count(*) filter (where counts and gender = 'woman') as woman,
    count(*) filter (where counts and gender = 'non_binary') as non_binary,
    count(*) filter (where counts) as total,
    count(sorted.code) as of_all
from codes
left join sorted
    on codes.code = sorted.code
    and sorted.concerned
group by codes.code
order by codes.code
