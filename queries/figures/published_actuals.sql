-- Each published figure with the period of which it speaks, and whether the computed one may be held
-- against it. One without a period is of a day where the measure is a stock, otherwise of the project
-- up to its day; one whose period is not over yet waits.
--
-- Grain: one row a published figure of an actual
-- Reads: published, measures, unit_words
-- Parameters: as_of, starts_on
-- Columns:
--   measure                varchar  id of the measure
--   period_from            date     first day of the period of which it speaks
--   period_to              date     last day of that period
--   published_value        double   the published figure
--   published_qualifier    varchar  exact, about, almost, just under
--   published_unit         varchar  its unit: that of our measures which its words mean, or as written
--   published_as_of        date     the day of which it speaks, where that is told
--   published_as_of_basis  varchar  stated or assumed
--   published_source       varchar  where it was published
--   published_place        varchar  the place in the source
--   published_note         varchar  what to mind
--   published_note_fi      varchar  the same in Finnish, where that is told
--   comparable             varchar  empty if it is; not_counted, unit or period: what forbids it
--   newest                 bigint   1 for the newest of its measure and period, then 2, 3 …
-- Protects: none

with spoken as (
    select
        published.measure,
        coalesce(
            published.period_from,
            case
                when measures.stock then coalesce(published.period_to, published.as_of, $as_of)
                else $starts_on
            end
        ) as period_from,
        coalesce(published.period_to, published.as_of, $as_of) as period_to,
        published.value as published_value,
        published.qualifier as published_qualifier,
        coalesce(unit_words.unit, published.unit) as published_unit,
        published.as_of as published_as_of,
        published.as_of_basis as published_as_of_basis,
        published.source as published_source,
        published.place as published_place,
        published.note as published_note,
        published.note_fi as published_note_fi,
        case
            when not coalesce(measures.kept, false) then 'not_counted'
            when unit_words.unit is distinct from measures.unit then 'unit'
            when coalesce(published.period_to, published.as_of) is null then 'period'
            when published.as_of < published.period_to then 'period'
            else ''
        end as comparable
    from published
    left join measures
        on published.measure = measures.measure
    left join unit_words
        on published.unit = unit_words.written
    where published.kind = 'actual'
),

numbered as (
    select
        *,
        row_number() over (
            partition by measure, period_from, period_to
            order by published_as_of desc nulls last, published_source, published_place, published_value
        ) as newest
    from spoken
    where coalesce(published_as_of, $as_of) <= $as_of and period_to <= $as_of
)

select
    measure,
    cast(period_from as date) as period_from,
    cast(period_to as date) as period_to,
    published_value,
    published_qualifier,
    published_unit,
    published_as_of,
    published_as_of_basis,
    published_source,
    published_place,
    published_note,
    published_note_fi,
    comparable,
    newest
from numbered
order by
    measure,
    period_from,
    period_to desc,
    newest
