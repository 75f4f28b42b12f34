"""What the server answers beside the pages, and what stands before them."""
