"""How loyal are the customers? Revenue split into kinds, the bridge between two periods, RFM, cohorts, lifetimes."""
