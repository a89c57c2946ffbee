"""What does Fiken call the columns of customers? A customer without an organisation number is a person."""

from rung.importers.sheet.profiles.profile import profile

PROFILES = (
    profile(
        "Fiken",
        "Navn|Orgnr|Adresse|Adresse2|Postnr|Poststed|Land|E-post|Telefon",
        {
            "customer_name": "Navn",
            "org_number": "Orgnr",
            "address": "Adresse",
            "postal_code": "Postnr",
            "city": "Poststed",
            "country": "Land",
            "email": "E-post",
            "phone": "Telefon",
        },
        source="Fiken, help page on the columns of customers (article 5000506375)",
        verified=True,
    ),
)
