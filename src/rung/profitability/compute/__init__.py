"""What is left when the goods are paid, and what when serving the customer is paid too? Tables in, tables out."""
