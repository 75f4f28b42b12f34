"""What only the team may have: exact numbers from rows of persons, and samples of units."""
