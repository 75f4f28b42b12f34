-- Money set aside for purchased services and how much of it has been ordered, by category.
--
-- Grain: one row a category that has a budget
-- Reads: budget, purchases
-- Parameters: as_of
-- Columns:
--   category    varchar  what is bought
--   budget_eur  double   the amount in force on the as-of date
--   used_eur    double   ordered until the as-of date
-- Protects: none

with
in_force as (
    select
        category,
        cast(max_by(amount_eur, valid_from) as double) as budget_eur
    from budget
    where valid_from <= $as_of
    group by all
),

used as (
    select
        category,
        cast(sum(amount_eur) as double) as used_eur
    from purchases
    where ordered_on <= $as_of
    group by all
)

select
    in_force.category,
    in_force.budget_eur,
    coalesce(used.used_eur, 0) as used_eur
from in_force
left join used
    on in_force.category = used.category
order by in_force.category
