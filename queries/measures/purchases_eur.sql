-- Purchased services in euros, on the day of the order.
--
-- Grain: one row a purchase
-- Reads: purchases
-- Parameters: none
-- Columns:
--   unit_id       varchar  the purchase's id
--   counts_from   date     day of the order
--   counts_until  date     never: it goes on counting
--   weight        double   euros
-- Protects: none

select
    purchase_id as unit_id,
    ordered_on as counts_from,
    cast(null as date) as counts_until,
    amount_eur as weight
from purchases
