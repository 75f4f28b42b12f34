"""What people read, and how they write names: sentences, numbers, days, words for our terms."""
