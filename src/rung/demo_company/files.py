"""Which files does a new user try the product on? The same kinds that their own systems export."""

from dataclasses import dataclass
from pathlib import Path

from rung.demo_company.company import DemoCompany
from rung.demo_company.saft import write_saft
from rung.demo_company.sheets import write_customers_xlsx, write_lines_csv


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoFiles:
    """Where the files are: the books (SAF-T 1.30), the same sales as invoice lines (CSV), and the customer list (Excel)."""

    saft: Path
    lines: Path
    customers: Path


def write_files(company: DemoCompany, folder: Path) -> DemoFiles:
    """The company's three export files in the folder, which is made when it is not there. The same company gives the same bytes.

    The books and the invoice lines agree to the øre for every customer and month; sales over the counter are in both, without a customer.
    """
    folder.mkdir(parents=True, exist_ok=True)
    period = f"{company.first:%Y%m}-{company.last:%Y%m}"
    files = DemoFiles(
        saft=folder / f"saf-t-{company.org_number}-{period}.xml",
        lines=folder / f"fakturalinjer-{period}.csv",
        customers=folder / "kunder.xlsx",
    )
    write_saft(company, files.saft)
    write_lines_csv(company, files.lines)
    write_customers_xlsx(company, files.customers)
    return files
