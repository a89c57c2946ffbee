"""The customer report: what each capability has to say, put together in chapters, the sentence first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rung import __version__
from rung.abc_analysis import AbcResult
from rung.abc_analysis import report as abc_report
from rung.abc_analysis.report import words
from rung.app.results import Results
from rung.base import Text, text
from rung.clusters import report as cluster_report
from rung.identity import report as identity_report
from rung.intake import report as intake_report
from rung.intake.service import Imported, SourceMonth
from rung.kit.report import Figure, Lines, Report, Section
from rung.ladder import report as ladder_report
from rung.loyalty import report as loyalty_report
from rung.market import report as market_report
from rung.permission import report as permission_report
from rung.potential import report as potential_report
from rung.profitability import MarginResult
from rung.profitability import report as margin_report
from rung.profitability.service import loss_sentence
from rung.template import report as template_report

_MOST_FIGURES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What the results rest on. names: {"customer_id=1001": "Ås Rør AS"}, and products likewise."""

    imported: Sequence[Imported]
    sources: Sequence[SourceMonth]
    lines: Lines
    names: Mapping[str, str]


def assemble(results: Results, ground: Ground) -> Report:
    """One report of everything that was found. A report says at most six key figures."""
    abc, currency = results.abc, results.currency
    figures: list[Figure] = [*abc_report.figures(abc, currency), *margin_report.figures(results.margin, currency)]
    return Report(
        title=text("What your customers are worth"),
        subtitle=_subtitle(abc, ground.imported),
        lead=_lead(abc, results.margin, currency),
        currency=currency,
        figures=figures[:_MOST_FIGURES],
        sections=[replace(section, chapter=name) for name, sections in _chapters(results, ground) for section in sections],
        lines=ground.lines,
        names=ground.names,
        about=_about(abc, ground.imported),
    )


def _chapters(results: Results, ground: Ground) -> list[tuple[Text, list[Section]]]:
    """The sections of each capability, in the order in which a sales leader asks."""
    currency = results.currency
    weighing = [abc_report.weighing(results.weighing)] if results.weighing else []
    outcomes = template_report.outcome_sections(results.outcomes) if results.outcomes else []
    who = identity_report.sections(results.identity, currency)
    worth = [*abc_report.sections(results.abc, currency), *weighing, *margin_report.sections(results.margin, currency)]
    worth += margin_report.serve_sections(results.serving, currency)
    return [
        (text("What they are worth"), worth),
        (text("Where they stand"), ladder_report.sections(results.ladder, currency)),
        (text("Who stays"), loyalty_report.sections(results.loyalty, currency)),
        (text("What more they could buy"), potential_report.sections(results.potential, currency)),
        (text("Who is like the best"), [*template_report.sections(results.template, currency), *outcomes]),
        (text("Which groups they fall into"), cluster_report.sections(results.clusters, currency)),
        (text("How much of the market is yours"), market_report.sections(results.market, currency)),
        (text("Whom you may contact"), permission_report.sections(results.permission)),
        (text("Where it comes from"), [*intake_report.sections(ground.imported, ground.sources), *who]),
    ]


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
