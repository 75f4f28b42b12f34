"""What is shown of all projects of a store together."""
