-- Which share of what happened is recorded, by how many months ago it happened: of what is known now
-- to have happened so long before earlier snapshots, how much they held.
--
-- Grain: one row a measure that counts for good and an age in whole months, as far as snapshots tell
-- Reads: recorded_shares
-- Parameters: none
-- Columns:
--   measure   varchar  id of the measure
--   age       integer  whole months from the event to the snapshot
--   known     double   what is known now of that age, and what is still to be expected of it
--   recorded  double   how much of it the earlier snapshots held
--   share     double   share recorded at that age; nearer to one where little is known
-- Protects: none

select
    measure,
    age,
    known,
    recorded,
    share
from recorded_shares
order by
    measure,
    age
