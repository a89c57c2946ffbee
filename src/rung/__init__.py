"""Rung: fact-based sales planning. What is each customer worth, and what do we do about it?"""

__all__ = ["__version__"]
__version__ = "0.1.0"
