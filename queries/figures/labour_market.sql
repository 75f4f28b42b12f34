-- The labour market around the project, month by month: one value for each area, measure and sex,
-- rather from a real source than an invented one, and the one retrieved last. Where 1 to 4 persons
-- are told, the value is withheld with the euros, the parts by sex and the region that would tell it.
--
-- Grain: one row an area, month, measure and sex
-- Reads: labour_market
-- Parameters: none
-- Columns:
--   area          varchar  a municipality's three digits, or the name of a larger area
--   month         date     first day of the month
--   measure       varchar  what is counted
--   sex           varchar  woman or man; null for both together
--   value         double   the value; null where it is not known or withheld
--   withheld      boolean  whether it is withheld
--   regime        varchar  the rules under which the month was counted, if they matter
--   source        varchar  where the value is from
--   licence       varchar  under which terms it may be used, if they are told
--   retrieved_on  date     when it was retrieved
--   invented      boolean  whether it is invented
-- Protects: none

with numbered as (
    select
        *,
        row_number() over (
            partition by area, month, measure, sex
            order by coalesce(invented, false), retrieved_on desc, source, value
        ) as newest
    from labour_market
),

told as (
    select
        *,
        case
            when measure like 'subsidy%_eur' then 'subsidy_persons'
            when measure like '%_eur' then replace(measure, '_eur', '_persons')
            else measure
        end as of_persons
    from numbered
    where newest = 1
),

few as (
    select distinct
        area,
        month,
        measure
    from told
    where
        value > 0
        and value < 5
        and measure = of_persons
        and measure not like '%vacancies'
),

hidden as (
    select
        told.area,
        told.month,
        told.measure,
        count(few.area) > 0 as withheld
    from told
    left join few
        on
            told.month = few.month
            and told.of_persons = few.measure
            and (told.area = few.area or (length(told.area) <> 3 and length(few.area) = 3))
    group by
        told.area,
        told.month,
        told.measure
)

select
    told.area,
    told.month,
    told.measure,
    told.sex,
    case when not hidden.withheld then told.value end as value,
    hidden.withheld,
    told.regime,
    told.source,
    told.licence,
    told.retrieved_on,
    coalesce(told.invented, false) as invented
from told
inner join hidden
    on
        told.area = hidden.area
        and told.month = hidden.month
        and told.measure = hidden.measure
order by
    told.measure,
    told.area,
    told.month,
    told.sex nulls first
