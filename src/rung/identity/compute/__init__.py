"""Who is who? Names and numbers made alike, pairs worth a look, what speaks for and against, groups, and what people decided. No disk."""
