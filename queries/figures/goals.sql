-- What the project set out to do, and how far it says it has come. By their ids; strategic goals
-- first, each before the operational ones that serve it.
--
-- Grain: one row a goal
-- Reads: goals
-- Parameters: none
-- Columns:
--   goal_id      varchar  id of the goal
--   level        varchar  strategic or operational
--   parent       varchar  the goal that it serves, if any
--   title_fi     varchar  the goal in Finnish
--   title_en     varchar  the goal in English
--   measure      varchar  the measure that tells of it, if any
--   outcome      varchar  reached, partly, not_reached or open
--   basis_fi     varchar  what the outcome is based on, in Finnish
--   basis_en     varchar  the same in English
--   interpreted  boolean  whether level and outcome are read from a report by others
-- Protects: none

select
    goals.goal_id,
    goals.level,
    goals.parent,
    goals.title_fi,
    goals.title_en,
    goals.measure,
    goals.outcome,
    goals.basis_fi,
    goals.basis_en,
    coalesce(goals.interpreted, false) as interpreted
from goals
left join goals as above
    on goals.parent = above.goal_id
order by
    coalesce(above.level, goals.level) = 'operational',
    coalesce(above.goal_id, goals.goal_id),
    goals.parent is not null,
    goals.goal_id
