"""Context figures of others: from their files and interfaces to rows of the labour market."""
