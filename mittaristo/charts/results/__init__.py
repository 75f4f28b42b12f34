"""Charts that one page of results has."""
