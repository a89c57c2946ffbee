"""How do values leave the engine the same on every engine? Money as whole minor units that still add up, words without space around."""

import ibis.expr.types as ir


def minor(amount: ir.Column) -> ir.Column:
    """DECIMAL money as int64 minor units, rounded to the minor unit first (a cast alone rounds on one engine, cuts on another)."""
    return (amount.round(2) * 100).cast("int64")


def minor_step(running: ir.Column, amount: ir.Column) -> ir.Column:
    """One row's int64 minor units such that every prefix of the rows adds up to its true, rounded sum.

    running: the exact running sum up to and including the row, in the order of the table; amount: the row's own exact amount.
    A row is within one minor unit of its own rounding; only files with more than two decimals see any difference.
    """
    return minor(running) - minor(running - amount)


def tidy(words: ir.Column) -> ir.Column:
    """Words without white space around them; null for nothing."""
    return words.strip().nullif("")
