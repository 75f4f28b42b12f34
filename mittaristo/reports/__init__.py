"""What is taken along: a module a file format, and what the formats have in common."""
