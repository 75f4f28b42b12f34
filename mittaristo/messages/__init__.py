"""Everything that is said to whoever imports or publishes: rules, problems, refusals."""
