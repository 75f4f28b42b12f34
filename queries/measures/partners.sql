-- Every organisation in the network, from the day that cooperation began.
--
-- Grain: one row an organisation
-- Reads: partners
-- Parameters: none
-- Columns:
--   unit_id       varchar  the partner's id
--   counts_from   date     first day of cooperation
--   counts_until  date     never: it goes on counting
--   weight        integer  one
-- Protects: none

select
    partner_id as unit_id,
    since as counts_from,
    cast(null as date) as counts_until,
    1 as weight
from partners
