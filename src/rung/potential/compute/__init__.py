"""What more could each customer buy? Product groups, what is bought of each, peers, levels, and the same as of a year ago."""
