"""How fast is a SAF-T file read in full, against lxml walking the same file and doing nothing with it?

    python bench/saft.py [--mb 100]

Writes a made-up SAF-T 1.30 file of that size into a temporary folder, then measures both in processes of their own, in turns, after a
first small file has loaded every library. CPU seconds, best of three; peak memory is that of the whole process, libraries and all.

Bare: `iterparse(tag=Transaction)`, each voucher cleared with what lies before it. The claim: a ratio of at least 0.5, and at most
300 MiB for 500 MB.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from rung.facts import Chunk, FileEnd, Problem
from rung.importers.archive import Piece
from rung.importers.saft import SaftInput

NAMESPACE = "urn:StandardAuditFile-Taxation-Financial:NO"
CUSTOMERS, ACCOUNTS = 5_000, (1500, 1920, 2400, 2700, 2710, 3000, 3010, 3100, 4000, 6300)
ROUNDS = 3
WANTED_RATIO = 0.5


def element(name: str, value: object, depth: int) -> str:
    return "\t" * depth + f"<{name}>{value}</{name}>\n"


def line(record: int, account: str, side: str, amount: str, *, party: str = "", analysis: bool = False, tax: str = "") -> str:
    """One voucher line laid out as the official example; %(names)s are filled in for each voucher."""
    inner = [element("RecordID", record, 5), element("AccountID", account, 5)]
    if analysis:
        inner.append("\t\t\t\t\t<Analysis>\n" + element("AnalysisType", "A", 6) + element("AnalysisID", "%(department)s", 6))
        inner.append(f"\t\t\t\t\t\t<{side}AnalysisAmount>\n{element('Amount', amount, 7)}\t\t\t\t\t\t</{side}AnalysisAmount>\n")
        inner.append("\t\t\t\t\t</Analysis>\n")
    inner += [element("ValueDate", "%(day)s", 5), element("SourceDocumentID", "%(document)s", 5), party]
    inner += [element("Description", "%(text)s", 5), f"\t\t\t\t\t<{side}Amount>\n{element('Amount', amount, 6)}\t\t\t\t\t</{side}Amount>\n"]
    if tax:
        said = {"TaxType": "MVA", "TaxCode": 3, "TaxPercentage": 25, "Country": "NO", "TaxBase": amount}
        inner.append("\t\t\t\t\t<TaxInformation>\n" + "".join(element(name, value, 6) for name, value in said.items()))
        inner.append(
            f"\t\t\t\t\t\t<{side}TaxAmount>\n{element('Amount', tax, 7)}\t\t\t\t\t\t</{side}TaxAmount>\n\t\t\t\t\t</TaxInformation>\n"
        )
    inner += [element("ReferenceNumber", "%(document)s", 5), element("DueDate", "%(day)s", 5)]
    return "\t\t\t\t<Line>\n" + "".join(inner) + "\t\t\t\t</Line>\n"


def voucher(kind: str, *lines: str) -> str:
    said = {"TransactionID": "%(number)d", "Period": "%(month)d", "PeriodYear": 2025, "TransactionDate": "%(day)s", "SourceID": "EMP002"}
    said |= {
        "VoucherType": kind,
        "TransactionType": "Normal",
        "Description": "%(text)s",
        "SystemEntryDate": "%(day)s",
        "GLPostingDate": "%(day)s",
    }
    return (
        "\t\t\t<Transaction>\n"
        + "".join(element(name, value, 4) for name, value in said.items())
        + "".join(lines)
        + "\t\t\t</Transaction>\n"
    )


CUSTOMER = element("CustomerID", "%(customer)d", 5)
SUPPLIER = element("SupplierID", "%(customer)d", 5)
RECEIVABLE = line(1, "1500", "Debit", "%(gross)s", party=CUSTOMER)
SALE = voucher(
    "SI", RECEIVABLE, line(2, "3000", "Credit", "%(net)s", analysis=True, tax="%(vat)s"), line(3, "2700", "Credit", "%(vat)s")
)  # fmt: skip
TWO_LINES = voucher(
    "SI",
    RECEIVABLE,
    line(2, "3010", "Credit", "%(half)s", analysis=True, tax="%(vat)s"),
    line(3, "3100", "Credit", "%(rest)s", analysis=True),
    line(4, "2700", "Credit", "%(vat)s"),
)
PAYMENT = voucher("P", line(1, "1920", "Debit", "%(gross)s"), line(2, "1500", "Credit", "%(gross)s", party=CUSTOMER))
PURCHASE = voucher(
    "PI",
    line(1, "4000", "Debit", "%(net)s", analysis=True, tax="%(vat)s"),
    line(2, "2710", "Debit", "%(vat)s"),
    line(3, "2400", "Credit", "%(gross)s", party=SUPPLIER),
)
# Of ten vouchers: four sales on one account, one on two, four payments, one purchase.
MIX = (SALE, PAYMENT, SALE, PURCHASE, SALE, PAYMENT, TWO_LINES, PAYMENT, SALE, PAYMENT)


def vouchers(megabytes: int) -> Iterator[str]:
    written = number = 0
    while written < megabytes * 1_000_000:
        batch = []
        for _ in range(500):
            number += 1
            net = number * 7919 % 5_000_000 + 10_000
            vat, half, month = net // 4, net // 2, number // 40 % 12 + 1
            said = {
                "number": number,
                "month": month,
                "day": f"2025-{month:02}-{number % 28 + 1:02}",
                "document": 100_000 + number,
                "text": f"Faktura {100_000 + number}",
                "customer": 10_000 + number * 31 % CUSTOMERS,
                "department": number % 7,
                **{
                    name: f"{value / 100:.2f}"
                    for name, value in {"net": net, "vat": vat, "half": half, "rest": net - half, "gross": net + vat}.items()
                },
            }
            batch.append(MIX[number % 10] % said)
        text = "".join(batch)
        written += len(text)
        yield text


def write_file(path: Path, megabytes: int) -> None:
    with path.open("w", encoding="utf-8") as target:
        target.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<AuditFile xmlns="{NAMESPACE}">\n<Header>\n')
        target.write("<AuditFileVersion>1.30</AuditFileVersion>\n<AuditFileCountry>NO</AuditFileCountry>\n<Company>\n")
        target.write("<RegistrationNumber>999999999</RegistrationNumber>\n<Name>Prøve AS</Name>\n</Company>\n")
        target.write("<DefaultCurrencyCode>NOK</DefaultCurrencyCode>\n</Header>\n<MasterFiles>\n<GeneralLedgerAccounts>\n")
        for account in ACCOUNTS:
            category = "salgsinntekt" if 3000 <= account < 3400 else "annet"
            target.write(f"<Account>\n<AccountID>{account}</AccountID>\n<AccountDescription>Konto {account}</AccountDescription>\n")
            target.write(f"<GroupingCategory>{category}</GroupingCategory>\n<GroupingCode>{account}</GroupingCode>\n</Account>\n")
        target.write("</GeneralLedgerAccounts>\n<Customers>\n")
        for number in range(CUSTOMERS):
            target.write(
                f"<Customer>\n<RegistrationNumber>{900_000_000 + number}</RegistrationNumber>\n<Name>Kunde {number}</Name>\n<Address>\n"
            )
            target.write("<City>Oslo</City>\n<PostalCode>0150</PostalCode>\n<Country>NO</Country>\n</Address>\n")
            target.write(f"<CustomerID>{10_000 + number}</CustomerID>\n</Customer>\n")
        target.write("</Customers>\n</MasterFiles>\n<GeneralLedgerEntries>\n<Journal>\n<JournalID>A</JournalID>\n")
        for text in vouchers(megabytes):
            target.write(text)
        target.write("</Journal>\n</GeneralLedgerEntries>\n</AuditFile>\n")


def read_bare(path: Path) -> str:
    count = 0
    for _, transaction in etree.iterparse(path, tag=f"{{{NAMESPACE}}}Transaction"):
        transaction.clear()
        while transaction.getprevious() is not None:
            del transaction.getparent()[0]
        count += 1
    return f"{count:,} vouchers"


def read_full(path: Path) -> str:
    facts = rows = 0
    for event in SaftInput([Piece(path)]).read(lambda _done, _total: None):
        if isinstance(event, Chunk):
            facts += event.rows.num_rows
        elif isinstance(event, FileEnd):
            rows = event.rows
        assert not (isinstance(event, Problem) and event.rows), event
    assert facts == rows > 0
    return f"{facts:,} facts"


def measure(way: str, small: Path, path: Path) -> None:
    """In a process of its own: print CPU seconds, peak memory and what came out."""
    read = {"bare": read_bare, "full": read_full}[way]
    read(small)
    started = time.process_time()
    out = read(path)
    print(json.dumps([time.process_time() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, out]))


def compare(megabytes: int) -> None:
    with tempfile.TemporaryDirectory(prefix="rung-bench-saft-") as folder:
        small, path = Path(folder) / "small.xml", Path(folder) / "large.xml"
        write_file(small, 1)
        write_file(path, megabytes)
        size = path.stat().st_size / 1_000_000
        runs: dict[str, list[list[float]]] = {"bare": [], "full": []}
        for _ in range(ROUNDS):
            for way, of_way in runs.items():
                command = [sys.executable, __file__, "--way", way, str(small), str(path)]
                of_way.append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
    best = {way: min(run[0] for run in of_way) for way, of_way in runs.items()}
    for way, of_way in runs.items():
        print(f"{way}: {size / best[way]:6.1f} MB per CPU second, {max(run[1] for run in of_way):4.0f} MiB at most, {of_way[0][2]}")
    ratio = best["bare"] / best["full"]
    print(f"SAF-T {size:.0f} MB: full import at {ratio:.2f} of bare iterparse (wanted: {WANTED_RATIO})")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--mb", type=int, default=100)
    arguments.add_argument("--way", choices=["bare", "full"], help=argparse.SUPPRESS)
    arguments.add_argument("paths", nargs="*", type=Path, help=argparse.SUPPRESS)
    chosen = arguments.parse_args()
    if chosen.way:
        measure(chosen.way, *chosen.paths)
    else:
        compare(chosen.mb)


if __name__ == "__main__":
    main()
