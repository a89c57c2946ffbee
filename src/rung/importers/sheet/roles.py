"""Which columns do people's systems write, and what are they called? Every header Rung knows, as data.

A role is what a column means. Its headers are listed as people write them, best first: when two columns of one file fit a role,
the one that stands first here is taken. Case, dots, spaces, hyphens and æøå/äö spelling do not matter (headers.normal).
To teach Rung a new system's export, add its header in line_roles.py or party_roles.py; nothing else changes.
"""

from rung.importers.sheet.goal_roles import OPPORTUNITY, QUOTA, RATE
from rung.importers.sheet.line_roles import AMOUNTS, PRODUCT, WHEN_AND_WHICH
from rung.importers.sheet.party_roles import ACTIVITY, CONTACT, CUSTOMER, FIRM, PERSON, REGISTER, SELLER
from rung.importers.sheet.role import Role

# Headers whose meaning depends on the rest of the sheet; recognising.py gives them a role when it knows which table it is.
GENERIC: dict[str, tuple[str, ...]] = {
    "number": ("Nr", "Nummer", "No", "Number", "ID", "Kode", "Kod", "Code"),
    "name": ("Navn", "Namn", "Name"),
    "group": ("Gruppe", "Grupp", "Group"),
    # What a firm sells, or what a customer buys: only a register is sure to mean the first.
    "sales": ("Omsetning", "Omsætning", "Omsättning", "Nettoomsetning", "Nettoomsætning", "Nettoomsättning", "Turnover", "Revenue"),
}

# A column of one of these names says that the sheet is about something Rung does not read: never customers, never revenue.
OTHER_MATTERS = [
    "Leverandørnr",
    "Leverandør",
    "Leverandørnavn",
    "Leverantör",
    "Leverantörsnr",
    "Supplier",
    "Supplier id",
    "Supplier no",
    "Supplier name",
    "Vendor",
    "Vendor id",
    "Vendor no",
]

ROLES: dict[str, Role] = {
    r.name: r
    for r in (
        *(*WHEN_AND_WHICH, *CUSTOMER, *PRODUCT, *SELLER, *AMOUNTS, *FIRM, *PERSON, *REGISTER, *CONTACT, *ACTIVITY),
        *(*OPPORTUNITY, *QUOTA, *RATE),
    )
}
