"""The page that takes registers in."""
