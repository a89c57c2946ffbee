"""How is profitability told? What is left when the goods are paid; then what is left when the serving is paid too."""

from rung.profitability.report.margin import figures, sections
from rung.profitability.report.serving import serve_figures, serve_sections

__all__ = ["figures", "sections", "serve_figures", "serve_sections"]
