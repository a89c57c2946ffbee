"""Denmark: markedsføringsloven section 10, forbrugeraftaleloven section 4. Advertising protection is in `deciding`, for it beats these."""

from datetime import date

from rung.base import text
from rung.permission.compute.rules import rule as w
from rung.permission.compute.rules.rule import KINDS, Kind, Rule

_BUSINESS: tuple[Kind, ...] = ("company", "sole_trader", "employee")
_PHONE = "https://forbrugerombudsmanden.dk/longreads/oversigt-over-reglerne-for-telefonsalg/"
_ADVOCATES = "https://forumadvokater.dk/fagomraader/uanmodet-henvendelse/"
_CHECKED = date(2026, 11, 21)

DENMARK: tuple[Rule, ...] = (
    Rule(
        key="dk-message-customer",
        country="DK",
        channels=("email", "sms"),
        kinds=KINDS,
        relations=("existing",),
        answer="allowed",
        requires="origin",
        conditions=(w.OWN_SIMILAR, w.SAY_NO),
        why=w.CUSTOMER_EXCEPTION,
        paragraph="markedsføringsloven § 10, stk. 2",
        source=_ADVOCATES,
        checked=_CHECKED,
    ),
    Rule(
        key="dk-message",
        country="DK",
        channels=("email", "sms"),
        kinds=KINDS,
        relations=("none", "former"),
        answer="needs_consent",
        why=w.EVERYONE_CONSENT,
        paragraph="markedsføringsloven § 10, stk. 1",
        source=_ADVOCATES,
        checked=_CHECKED,
    ),
    Rule(
        key="dk-social",
        country="DK",
        channels=("social",),
        kinds=KINDS,
        answer="needs_consent",
        why=w.EVERYONE_CONSENT,
        paragraph="markedsføringsloven § 10, stk. 1",
        source=_ADVOCATES,
        checked=_CHECKED,
    ),
    Rule(
        key="dk-phone-visit-consumer",
        country="DK",
        channels=("phone", "visit"),
        kinds=("consumer",),
        answer="forbidden",
        why=text("Consumers must not be called or visited unless they asked for it themselves."),
        paragraph="forbrugeraftaleloven § 4",
        source=_PHONE,
        checked=_CHECKED,
    ),
    Rule(
        key="dk-phone-business",
        country="DK",
        channels=("phone",),
        kinds=_BUSINESS,
        answer="allowed",
        conditions=(w.NOT_DECLINED, w.ABOUT_BUSINESS),
        why=w.BUSINESS_FREE,
        paragraph="markedsføringsloven § 10, stk. 4",
        source=_PHONE,
        checked=_CHECKED,
    ),
    Rule(
        key="dk-post-person",
        country="DK",
        channels=("post",),
        kinds=("consumer", "sole_trader"),
        answer="allowed",
        requires="check",
        conditions=(w.FIRST_TIME, w.NOT_DECLINED),
        why=w.CONSUMER_REGISTER,
        paragraph="markedsføringsloven § 10, stk. 4",
        source=_ADVOCATES,
        checked=_CHECKED,
    ),
    Rule(
        key="dk-post-business",
        country="DK",
        channels=("post",),
        kinds=("company", "employee"),
        answer="allowed",
        conditions=(w.NOT_DECLINED,),
        why=w.BUSINESS_FREE,
        paragraph="markedsføringsloven § 10, stk. 4",
        source=_ADVOCATES,
        checked=_CHECKED,
    ),
    Rule(
        key="dk-visit-business",
        country="DK",
        channels=("visit",),
        kinds=_BUSINESS,
        answer="allowed",
        conditions=(w.NOT_DECLINED,),
        why=w.BUSINESS_FREE,
        paragraph="forbrugeraftaleloven § 4",
        source=_PHONE,
        checked=_CHECKED,
    ),
)
