"""How is the template told? The best first, then what they have in common and how sure that is, then who is like them."""

from rung.base import Text, text
from rung.kit.report import Figure, Section
from rung.template.report import alike, best, outcomes, traits
from rung.template.report.one import customer
from rung.template.service import TemplateResult
from rung.template.service.outcomes import Outcomes

__all__ = ["customer", "figures", "lead", "outcome_sections", "sections"]


def lead(result: TemplateResult) -> Text | None:
    """The one sentence to remember: what the best have in common, or that it does not separate; None when there is no template."""
    return traits.sentence(result.template) if result.template else None


def figures(result: TemplateResult) -> list[Figure]:
    """How well the template finds best customers it has not seen."""
    return traits.figures(result.template) if result.template else []


def sections(result: TemplateResult, currency: str) -> list[Section]:
    """The best, the template, small customers who look like them, and prospects when a market was given."""
    made = [best.section(result.choice, currency)] if result.choice else []
    if result.no_template:
        return [*made, _none(result.no_template)]
    if result.template and result.customers:
        made += [traits.section(result, result.template), alike.customers(result.template, result.customers)]
    if result.market or result.no_market:
        made.append(alike.market(result.market_template, result.market, result.no_market))
    return made


def outcome_sections(found: Outcomes) -> list[Section]:
    """What won and lost leads teach."""
    return [outcomes.section(found)]


def _none(reason: Text) -> Section:
    return Section(
        key="template",
        title=text("What do your best customers have in common?"),
        sentence=reason,
        how=text(
            "It takes at least 5 good customers, 20 in all, and a list that tells something about them, such as industry, size and place."
        ),
    )
