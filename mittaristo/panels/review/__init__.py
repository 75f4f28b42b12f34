"""What the funder's reviewer looks at."""
