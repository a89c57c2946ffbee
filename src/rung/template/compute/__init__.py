"""What do the best customers have in common, and who is like them? Pure: tables in, tables and numbers out."""
