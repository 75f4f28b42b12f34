"""What the pages are made of: the view, panels, cards, and the blocks that several pages share."""
