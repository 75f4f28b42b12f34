-- Between which values each measure will be on later days, nine times of ten, if it goes on at the pace
-- of the last full months.
--
-- Grain: one row a measure that counts for good and a day: ends of months, of the project, of the target
-- Reads: forecast_ranges
-- Parameters: none
-- Columns:
--   measure  varchar  id of the measure
--   until    date     the later day
--   low      double   lower end
--   high     double   upper end
--   way      varchar  version of the way of calculation
-- Protects: none

select
    measure,
    until,
    low,
    high,
    way
from forecast_ranges
order by
    measure,
    until
