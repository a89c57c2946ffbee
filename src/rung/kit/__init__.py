"""How does what we found look? Reports as a page, a workbook and a terminal, in four languages, with one look."""
