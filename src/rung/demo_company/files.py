"""Which files does a new user try the product on? The same kinds that their own systems export."""

from dataclasses import dataclass, fields
from pathlib import Path

from rung.demo_company.company import DemoCompany
from rung.demo_company.saft import write_saft
from rung.demo_company.sheets import write_activities_csv, write_customers_xlsx, write_lines_csv, write_market_csv


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoFiles:
    """Where the files are.

    saft: the books (SAF-T 1.30); lines: the same sales as invoice lines (CSV); customers: the customer list (Excel); market: an extract of
    the company register (CSV); activities: the sellers' log (CSV).
    """

    saft: Path
    lines: Path
    customers: Path
    market: Path
    activities: Path

    @property
    def all(self) -> tuple[Path, ...]:
        """Every file, in the order of the fields."""
        return tuple(getattr(self, field.name) for field in fields(self))


def write_files(company: DemoCompany, folder: Path) -> DemoFiles:
    """The company's export files in the folder, which is made when it is not there. The same company gives the same bytes.

    The books and the invoice lines agree to the øre for every customer and month; sales over the counter are in both, without a customer.
    """
    folder.mkdir(parents=True, exist_ok=True)
    period = f"{company.first:%Y%m}-{company.last:%Y%m}"
    files = DemoFiles(
        saft=folder / f"saf-t-{company.org_number}-{period}.xml",
        lines=folder / f"fakturalinjer-{period}.csv",
        customers=folder / "kunder.xlsx",
        market=folder / "enheter-utdrag.csv",
        activities=folder / "aktiviteter.csv",
    )
    write_saft(company, files.saft)
    write_lines_csv(company, files.lines)
    write_customers_xlsx(company, files.customers)
    write_market_csv(company, files.market)
    write_activities_csv(company, files.activities)
    return files
