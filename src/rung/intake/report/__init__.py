"""What a reader of a report must know of the files behind it, and what a file would bring before it is imported."""

from rung.intake.report.ground import sections, sentence
from rung.intake.report.preview import preview

__all__ = ["preview", "sections", "sentence"]
