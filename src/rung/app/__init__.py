"""The only place that knows everything: the command, the clock, and how capabilities become one report."""
