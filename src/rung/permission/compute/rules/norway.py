"""Norway: markedsføringsloven, chapter 3."""

from datetime import date

from rung.base import text
from rung.permission.compute.rules import rule as w
from rung.permission.compute.rules.rule import Hours, Kind, Rule

_BUSINESS: tuple[Kind, ...] = ("company", "sole_trader", "employee")
_PEOPLE: tuple[Kind, ...] = ("consumer", "sole_trader", "employee")
_GUIDE = "https://www.forbrukertilsynet.no/lov-og-rett/veiledninger-og-retningslinjer/forbrukertilsynets-veiledning-markedsforing-via-e-post-sms-o-l"
_ADVOCATES = "https://www.h-co.no/2018/06/08/markedsforing-per-e-post-nyhetsbrev-strenge-krav-samtykker/"
_PROPOSITION = "https://www.regjeringen.no/no/dokumenter/prop.-43-l-20162017/id2524284/?ch=3"
_SCHOOL = "https://ndla.no/nb/subject:1:59a988c6-4020-4e70-8329-4de68a19b6fe/topic:1:ecd41196-9809-47c6-8dba-c6b7d11c267d/resource:1:127185"
_DOOR_SALES = "https://www.regjeringen.no/no/dokumenter/prop.-50-ls-20222023/id2966742/?ch=5"
_CHECKED = date(2026, 11, 21)

NORWAY: tuple[Rule, ...] = (
    Rule(
        key="no-message-customer",
        country="NO",
        channels=("email", "sms"),
        kinds=_PEOPLE,
        relations=("existing",),
        answer="allowed",
        requires="origin",
        conditions=(w.OWN_SIMILAR, w.SAY_NO),
        why=w.CUSTOMER_EXCEPTION,
        paragraph="markedsføringsloven § 15 (3)",
        source=_ADVOCATES,
        checked=_CHECKED,
    ),
    Rule(
        key="no-message-person",
        country="NO",
        channels=("email", "sms"),
        kinds=_PEOPLE,
        relations=("none", "former"),
        answer="needs_consent",
        why=w.PEOPLE_CONSENT,
        paragraph="markedsføringsloven § 15 (1)",
        source=_GUIDE,
        checked=_CHECKED,
    ),
    Rule(
        key="no-social-person",
        country="NO",
        channels=("social",),
        kinds=_PEOPLE,
        answer="needs_consent",
        why=w.PEOPLE_CONSENT,
        paragraph="markedsføringsloven § 15 (1)",
        source=_GUIDE,
        checked=_CHECKED,
    ),
    Rule(
        key="no-email-company",
        country="NO",
        channels=("email",),
        kinds=("company",),
        answer="allowed",
        conditions=(w.NOT_DECLINED,),
        why=w.GENERAL_ADDRESS,
        paragraph="markedsføringsloven § 15",
        source=_ADVOCATES,
        checked=_CHECKED,
    ),
    Rule(
        key="no-phone-consumer",
        country="NO",
        channels=("phone",),
        kinds=("consumer",),
        answer="allowed",
        requires="check",
        # Whether customers are exempt is told differently in different places, so they are not.
        conditions=(w.WRITTEN,),
        hours=Hours(9, 21),
        why=w.CONSUMER_REGISTER,
        paragraph="markedsføringsloven §§ 12–14",
        source=_PROPOSITION,
        checked=_CHECKED,
    ),
    Rule(
        key="no-post-consumer",
        country="NO",
        channels=("post",),
        kinds=("consumer",),
        relations=("none", "former"),
        answer="allowed",
        requires="check",
        why=w.CONSUMER_REGISTER,
        paragraph="markedsføringsloven §§ 12–13",
        source=_PROPOSITION,
        checked=_CHECKED,
    ),
    Rule(
        key="no-post-customer",
        country="NO",
        channels=("post",),
        kinds=("consumer",),
        relations=("existing",),
        answer="allowed",
        conditions=(w.OWN_SIMILAR, w.NOT_DECLINED),
        why=w.EXISTING_EXEMPT,
        paragraph="markedsføringsloven § 13 (3)",
        source=_PROPOSITION,
        checked=_CHECKED,
    ),
    Rule(
        key="no-phone-post-business",
        country="NO",
        channels=("phone", "post"),
        kinds=_BUSINESS,
        answer="allowed",
        conditions=(w.NOT_DECLINED, w.ABOUT_BUSINESS),
        why=text("The reservation register is for consumers; businesses may be called and written to until they say no."),
        paragraph="markedsføringsloven §§ 12–13",
        source=_SCHOOL,
        checked=_CHECKED,
    ),
    Rule(
        key="no-visit-business",
        country="NO",
        channels=("visit",),
        kinds=_BUSINESS,
        answer="allowed",
        conditions=(w.NOT_DECLINED,),
        why=w.BUSINESS_FREE,
        paragraph="markedsføringsloven kap. 3",
        source=_DOOR_SALES,
        checked=_CHECKED,
    ),
    Rule(
        key="no-visit-consumer",
        country="NO",
        channels=("visit",),
        kinds=("consumer",),
        answer="ask",
        why=w.DOOR_SALES,
        paragraph="angrerettloven",
        source=_DOOR_SALES,
        checked=_CHECKED,
    ),
)
