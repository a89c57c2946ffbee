"""What would make a template that does not separate do so?"""

from rung.base import Text, text
from rung.template.service import TemplateResult
from rung.template.service.words import listed

_ENOUGH = 10
_WANTED: tuple[tuple[set[str], Text], ...] = (
    ({"industry"}, text("industry")),
    ({"employees"}, text("number of employees")),
    ({"region", "postal"}, text("place")),
    ({"founded"}, text("when the firm was founded")),
)


def what_would_help(result: TemplateResult) -> list[Text]:
    """Next steps, the easiest first."""
    if result.template is None or result.choice is None:
        return []
    known = {one.key for one in result.template.characteristics}
    missing = [said for keys, said in _WANTED if not keys & known]
    said = []
    if any(one.odd for one in result.choice.best):
        said.append(text("Look through the list of best customers, and take out those that are odd."))
    if len(result.choice.best) < _ENOUGH:
        said.append(text("Add more customers that you want more of, up to 15."))
    if missing:
        said.append(text("Bring in a customer list or a company register that tells {what}.", what=listed(missing)))
    said.append(
        text("Answer the question sheet for your best customers and for twenty ordinary ones: what matters may not be in any register.")
    )
    return said
