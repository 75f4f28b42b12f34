"""The figures of a snapshot for everyone's programs: CSV with CSVW, Data Package, JSON-stat."""
