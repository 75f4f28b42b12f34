"""What a cell means: days, numbers, codes, municipalities."""
