"""Does the check digit fit? The rules of each country, from python-stdnum, loaded when a number of that country is met."""

from functools import cache
from importlib import import_module
from typing import Any


@cache
def rules(name: str) -> Any:
    """The module of python-stdnum, such as "no.orgnr"."""
    return import_module(f"stdnum.{name}")
