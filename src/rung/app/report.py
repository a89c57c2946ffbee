"""The customer report: what each capability has to say, put together, the sentence first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rung import __version__
from rung.abc_analysis import AbcResult, Weighing
from rung.abc_analysis import report as abc_report
from rung.abc_analysis.report import words
from rung.base import Text, text
from rung.intake import report as intake_report
from rung.intake.service import Imported, SourceMonth
from rung.kit.report import Figure, Lines, Report
from rung.loyalty import LoyaltyResult
from rung.loyalty import report as loyalty_report
from rung.profitability import MarginResult
from rung.profitability import report as margin_report
from rung.profitability.service import loss_sentence

_MOST_FIGURES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What every capability found, and what it rests on. names: {"customer_id=1001": "Ås Rør AS"}, and products likewise."""

    abc: AbcResult
    weighing: Weighing | None
    margin: MarginResult
    loyalty: LoyaltyResult
    imported: Sequence[Imported]
    sources: Sequence[SourceMonth]
    lines: Lines
    names: Mapping[str, str]
    currency: str


def assemble(found: Findings) -> Report:
    """One report of everything that was found. A report says at most six key figures."""
    abc, currency = found.abc, found.currency
    figures: list[Figure] = [*abc_report.figures(abc, currency), *margin_report.figures(found.margin, currency)]
    return Report(
        title=text("What your customers are worth"),
        subtitle=_subtitle(abc, found.imported),
        lead=_lead(abc, found.margin, currency),
        currency=currency,
        figures=figures[:_MOST_FIGURES],
        sections=[
            *abc_report.sections(abc, currency),
            *([abc_report.weighing(found.weighing)] if found.weighing else []),
            *margin_report.sections(found.margin, currency),
            *loyalty_report.sections(found.loyalty, currency),
            *intake_report.sections(found.imported, found.sources),
        ],
        lines=found.lines,
        names=found.names,
        about=_about(abc, found.imported),
    )


def _lead(abc: AbcResult, margin: MarginResult, currency: str) -> Text:
    """What to remember: how few give the most, then what the user may not have known and can act on."""
    surprises = [*abc.sentences[1:2], *([loss_sentence(margin, currency)] if margin.loss_makers else [])]
    said = abc_report.lead(abc)
    for surprise in surprises:
        said = text("{this} {next}", this=said, next=surprise)
    return said


def _subtitle(abc: AbcResult, imported: Sequence[Imported]) -> Text:
    company = next((head.company for one in imported for head in one.record.heads if head.company), "")
    if company:
        return text("{company}, {start} to {end}", company=company, start=abc.period.start, end=abc.period.last)
    return text("{start} to {end}", start=abc.period.start, end=abc.period.last)


def _about(abc: AbcResult, imported: Sequence[Imported]) -> list[tuple[Text, Text]]:
    """What the report was made from and how, so that it can be made again."""
    about = [
        (text("Period"), text("{start} to {end}", start=abc.period.start, end=abc.period.last)),
        (text("Classes"), words.how_classed(abc)),
    ]
    for one in imported:
        about += [
            (text("File"), text("{name}, {size} bytes, SHA-256 {hash}", name=mark.name, size=mark.size, hash=mark.sha256))
            for mark in one.record.files
        ]
        for head in one.record.heads:
            about += head.how
    about.append((text("Made by"), text("Rung {version}", version=__version__)))
    return about
