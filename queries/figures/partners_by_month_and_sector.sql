-- How many partners the network had at each month's end, by sector.
-- Every sector that occurs has every month of the project up to the as-of date; the last month ends
-- on that day.
--
-- Grain: one row a sector and month
-- Reads: partners, project_months
-- Parameters: as_of
-- Columns:
--   sector    varchar  the sector, in the project's own word
--   month     date     first day of the month
--   partners  bigint   organisations whose cooperation had begun by the month's end
-- Protects: none

with sectors as (
    select distinct sector
    from partners
    where since <= $as_of
)

select
    sectors.sector,
    project_months.month,
    count(partners.partner_id) as partners
from sectors
cross join project_months
left join partners
    on
        sectors.sector = partners.sector
        and partners.since <= $as_of
        and partners.since < project_months.month + interval 1 month
group by all
order by
    sectors.sector,
    project_months.month
