-- What must hold between the indicators, and whether it does.
--
-- Grain: one row a rule
-- Reads: indicators, estimated_indicators, participations
-- Parameters: as_of
-- Columns:
--   place        integer  order of the rules
--   rule         varchar  name of the rule
--   left_value   bigint   what is held against the other
--   relation     varchar  = or <=
--   right_value  bigint   the other
--   holds        boolean  whether it does
-- Protects: gender, birth_year, education_isced, status_at_start, status_at_end

with
totals as (
    select
        sum(total) filter (where code = 'EECO01') as participants,
        sum(total) filter (where code = 'EECO02') as unemployed,
        sum(total) filter (where code = 'EECO03') as long_unemployed,
        sum(total) filter (where code in ('EECO02', 'EECO04', 'EECO05')) as by_status,
        sum(total) filter (where code in ('EECO06', 'EECO07', 'EECO08')) as by_age,
        sum(total) filter (where code in ('EECO09', 'EECO10', 'EECO11')) as by_education,
        sum(total) filter (where code = 'EECR04') as employed,
        sum(of_all) filter (where code = 'EECR04') as left_without_work,
        sum(total) filter (where code in ('EECO02', 'EECO04')) as without_work,
        count(*) filter (where man + woman + non_binary <> total) as not_by_gender
    from indicators
),

estimated as (
    select count(*) as above
    from estimated_indicators
    cross join totals
    where
        estimated_indicators.code in ('EECO12', 'EECO14', 'EECO15', 'EECO16', 'EECO17')
        and estimated_indicators.total > totals.participants
),

periods as (
    select
        count(*) filter (where ended_on < started_on) as backwards,
        count(*) filter (
            where start_form <> 'none' and end_form = 'none' and ended_on + 28 < $as_of
        ) as overdue
    from participations
    where started_on <= $as_of
),

rules as (
    select
        unnest([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) as place,
        unnest([
            'status', 'education', 'gender', 'long_unemployed', 'age',
            'employed', 'left', 'estimates', 'backwards', 'overdue'
        ]) as rule,
        unnest([
            by_status, by_education, not_by_gender, long_unemployed, by_age,
            employed, left_without_work, above, backwards, overdue
        ]) as left_value,
        unnest(['=', '=', '=', '<=', '<=', '<=', '<=', '=', '=', '=']) as relation,
        unnest([
            participants, participants, 0, unemployed, participants,
            left_without_work, without_work, 0, 0, 0
        ]) as right_value
    from totals
    cross join estimated
    cross join periods
)

select
    cast(place as integer) as place,
    rule,
    cast(left_value as bigint) as left_value,
    relation,
    cast(right_value as bigint) as right_value,
    case relation when '=' then left_value = right_value else left_value <= right_value end as holds
from rules
order by place
