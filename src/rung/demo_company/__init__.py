"""A company that does not exist, to try the product on: files as its systems would export them, and any number of lines to measure with."""

from rung.demo_company.bulk import write_lines
from rung.demo_company.company import DemoCompany, make
from rung.demo_company.files import DemoFiles, write_files

__all__ = ["DemoCompany", "DemoFiles", "make", "write_files", "write_lines"]
