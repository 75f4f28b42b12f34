"""One module a format: files become sheets of text rows with their numbers."""
