-- The common indicators of the ESF+: how many of those whom each may concern, as far as no count of
-- 1–4 persons follows from them, with estimates where registers give nothing.
--
-- Grain: one row an indicator of the Regulation
-- Reads: shown_indicators
-- Parameters: none
-- Columns:
--   place       integer  order of the Regulation
--   code        varchar  the indicator's code
--   name_fi     varchar  what it is called in Finnish
--   name_en     varchar  what it is called in English
--   counted_fi  varchar  what it counts, in Finnish
--   counted_en  varchar  what it counts, in English
--   of_fi       varchar  of whom, in Finnish
--   of_en       varchar  of whom, in English
--   basis       varchar  registers, estimate, or none where it is neither counted nor estimated
--   total       bigint   persons; none where it is withheld
--   of_all      bigint   those whom it may concern; none where that is withheld
--   counted_on  date     the day of which the number speaks
--   method      varchar  how it was estimated
-- Protects: none

select
    place,
    code,
    name_fi,
    name_en,
    counted_fi,
    counted_en,
    of_fi,
    of_en,
    basis,
    total,
    of_all,
    counted_on,
    method
from shown_indicators
order by place
