"""How large is the market? What the user assumes, the firms in each segment, and the size with its range."""
