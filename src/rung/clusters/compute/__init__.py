"""Which groups are there among the customers, if any? Features, grouping, whether it holds, and how each group differs."""
