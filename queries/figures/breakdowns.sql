-- How many persons joined, were served, were trained and were employed, by one attribute at a time.
--
-- Grain: one row a measure, attribute and category; the attribute all has one row a measure
-- Reads: units, clients
-- Parameters: as_of
-- Columns:
--   released_on  date     the as-of date
--   measure      varchar  id of the measure
--   attribute    varchar  all, gender, age, first_language, citizenship, education or municipality
--   category     varchar  code of the attribute; age in the year of joining; ISCED levels; or unknown
--   persons      bigint   persons whose first event lies until the as-of date
-- Protects: gender, age, first_language, citizenship, education, municipality

with persons as (
    select
        units.measure,
        clients.gender,
        case
            when clients.birth_year is null then 'unknown'
            when year(clients.joined_on) - clients.birth_year < 25 then '0-24'
            when year(clients.joined_on) - clients.birth_year < 35 then '25-34'
            when year(clients.joined_on) - clients.birth_year < 45 then '35-44'
            when year(clients.joined_on) - clients.birth_year < 55 then '45-54'
            else '55-'
        end as age,
        clients.first_language,
        clients.citizenship,
        case
            when clients.education_isced is null then 'unknown'
            when clients.education_isced <= 2 then '0-2'
            when clients.education_isced <= 4 then '3-4'
            else '5-8'
        end as education,
        clients.municipality
    from units
    inner join clients on units.unit_id = clients.client_id
    where
        units.measure in ('clients_joined', 'clients_served', 'clients_trained', 'clients_employed')
        and units.counts_from <= $as_of
),

attributes as (
    select
        measure,
        'all' as attribute,
        'all' as category
    from persons
    union all
    select
        measure,
        'gender' as attribute,
        gender as category
    from persons
    union all
    select
        measure,
        'age' as attribute,
        age as category
    from persons
    union all
    select
        measure,
        'first_language' as attribute,
        first_language as category
    from persons
    union all
    select
        measure,
        'citizenship' as attribute,
        citizenship as category
    from persons
    union all
    select
        measure,
        'education' as attribute,
        education as category
    from persons
    union all
    select
        measure,
        'municipality' as attribute,
        municipality as category
    from persons
)

select
    cast($as_of as date) as released_on,
    measure,
    attribute,
    coalesce(category, 'unknown') as category,
    count(*) as persons
from attributes
group by all
order by
    measure,
    attribute,
    category
