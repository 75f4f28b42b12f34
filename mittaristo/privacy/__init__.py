"""Nothing points at a person: pseudonyms, keys, personal data, and the door to everyone."""
