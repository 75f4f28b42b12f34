-- Why each measure differs from an earlier snapshot, part by part:
-- before + redefinition + growth + late + corrections = after.
--
-- Grain: one row a measure that both snapshots count
-- Reads: earlier_units, units, earlier_values, measures, not_comparable
-- Parameters: as_of, since, since_purpose, since_snapshot
-- Columns:
--   measure         varchar  id of the measure
--   since           date     as-of date of the earlier snapshot
--   since_snapshot  integer  its number
--   since_purpose   varchar  its purpose
--   before          double   the value as it was published then
--   redefinition    double   today's rule over the registers of then, minus before
--   growth          double   what happened after the earlier as-of date
--   late            double   what had happened by then, but was recorded only afterwards
--   corrections     double   rows removed, excluded, moved in time or weighted anew
--   moved           double   units that counted and still count, with another date
--   after           double   the value now
--   comparable      varchar  empty if both values may be compared; otherwise what forbids it
-- Protects: none

with then_units as (
    select
        *,
        case
            when counts_from <= $since and coalesce(counts_until > $since, true) then weight
            else 0
        end as counted
    from earlier_units
),

now_units as (
    select
        *,
        case
            when counts_from <= $as_of and coalesce(counts_until > $as_of, true) then weight
            else 0
        end as counted
    from units
),

moves as (
    select
        coalesce(now_units.measure, then_units.measure) as measure,
        coalesce(now_units.counted, 0) - coalesce(then_units.counted, 0) as difference,
        coalesce(then_units.counted, 0) as was,
        now_units.counted != 0
        and then_units.counted != 0
        and now_units.counts_from != then_units.counts_from as moved,
        case
            when now_units.unit_id is null then 'corrections'
            when then_units.unit_id is null and now_units.counts_from > $since then 'growth'
            when then_units.unit_id is null then 'late'
            when then_units.counted != 0 and now_units.counted != 0 then 'corrections'
            when then_units.counted = 0 and now_units.counts_from > $since then 'growth'
            when then_units.counted = 0 then 'corrections'
            when now_units.counts_from > $as_of then 'corrections'
            when now_units.counts_until <= $since then 'late'
            when now_units.counts_until <= $as_of then 'growth'
            else 'corrections'
        end as part
    from now_units
    full join then_units
        on now_units.measure = then_units.measure and now_units.unit_id = then_units.unit_id
),

parts as (
    select
        measure,
        sum(was) as by_todays_rule,
        coalesce(sum(difference) filter (where part = 'growth'), 0) as growth,
        coalesce(sum(difference) filter (where part = 'late'), 0) as late,
        coalesce(sum(difference) filter (where part = 'corrections'), 0) as corrections,
        count(*) filter (where moved) as moved
    from moves
    group by all
)

select
    earlier_values.measure,
    cast($since as date) as since,
    cast($since_snapshot as integer) as since_snapshot,
    cast($since_purpose as varchar) as since_purpose,
    earlier_values.value as before,
    coalesce(cast(parts.by_todays_rule as double), 0) - earlier_values.value as redefinition,
    coalesce(cast(parts.growth as double), 0) as growth,
    coalesce(cast(parts.late as double), 0) as late,
    coalesce(cast(parts.corrections as double), 0) as corrections,
    coalesce(cast(parts.moved as double), 0) as moved,
    coalesce(
        cast(parts.by_todays_rule + parts.growth + parts.late + parts.corrections as double), 0
    ) as after,
    coalesce(not_comparable.reason, '') as comparable
from earlier_values
inner join measures
    on earlier_values.measure = measures.measure and measures.kept
left join parts
    on earlier_values.measure = parts.measure
left join not_comparable
    on earlier_values.measure = not_comparable.measure
order by earlier_values.measure
