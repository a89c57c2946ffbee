"""May this party be contacted like this? One case, one answer, with its reason and its paragraph; what nobody knows is "ask"."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from rung.base import Text, text
from rung.permission.compute import hours
from rung.permission.compute.rules import CHECK_MONTHS, REGISTERS, find
from rung.permission.compute.rules.rule import COUNTRIES, KINDS, RELATIONS, SAY_NO, Answer, Channel, Country, Kind, Relation, Rule

Consent = Literal["none", "older", "recent"]  # recent: given in the last three months
Register = Literal["unknown", "free", "reserved"]
Missing = Literal["", "consent", "check", "origin", "country", "kind", "relation", "rule"]
RECENT_MONTHS = 3

OBJECTION = "GDPR art. 21 (3)"
PROTECTION = "CVR-loven § 19"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Everything that decides. None: not known.

    consent: whether the party consented to the channel. suppressed: it said no. register: what a fresh check of the reservation register
    said. protected: the company register says no advertising. origin: the address was given when they bought, with a chance to say no.
    """

    channel: Channel
    country: Country | None
    kind: Kind | None
    relation: Relation | None
    consent: Consent = "none"
    suppressed: bool = False
    register: Register = "unknown"
    protected: bool = False
    origin: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """The answer for one party and channel. reason names the paragraph. conditions: what holds when it is allowed.

    missing: what would have to be known or got for another answer. again: from when on it is allowed, when only the hour is wrong.
    rule: key of the rule behind it, "" where none was needed or found.
    """

    answer: Answer
    reason: Text
    conditions: tuple[Text, ...] = ()
    missing: Missing = ""
    again: datetime | None = None
    rule: str = ""
    paragraph: str = ""


NO_RULE = Permission(answer="ask", reason=text("No rule here is about this. Ask someone who knows the law."), missing="rule")


def decide(case: Case, at: datetime | None = None) -> Permission:
    """The answer for a case; at: the local time of the contact, None for "in general" (then the hours are a condition).

    First whether they said no: then nothing else matters. Then what nobody knows, then consent, then protection, then the rule.
    """
    if case.suppressed:
        return _say("forbidden", text("They have said no to you, and that is final."), OBJECTION)
    unknown = _unknown(case)
    if unknown:
        return unknown
    rule = find(case.country, case.channel, case.kind, case.relation)
    if rule is None:
        return NO_RULE
    return _at_the_hour(_by_rule(case, rule), rule, at)


def _say(
    answer: Answer, why: Text, paragraph: str, *, rule: str = "", missing: Missing = "", conditions: tuple[Text, ...] = ()
) -> Permission:
    reason = text("{why} ({paragraph})", why=why, paragraph=paragraph)
    return Permission(answer=answer, reason=reason, conditions=conditions, missing=missing, rule=rule, paragraph=paragraph)


def _unknown(case: Case) -> Permission | None:
    asked: tuple[tuple[bool, Missing, Text], ...] = (
        (
            case.country in COUNTRIES,
            "country",
            text("Find out which country they are in: the law differs, and only that of Norway, Denmark and Sweden is known."),
        ),
        (case.kind in KINDS, "kind", text("Find out whether it is a company, a sole trader or a consumer: the law differs.")),
        (case.relation in RELATIONS, "relation", text("Find out whether they are your customer: the law differs.")),
    )
    return next((Permission(answer="ask", reason=why, missing=what) for known, what, why in asked if not known), None)


def _by_rule(case: Case, rule: Rule) -> Permission:
    if case.consent == "recent" or (case.consent == "older" and rule.consent_months is None):
        agreed = text("They have agreed to it.")
        electronic = case.channel in {"email", "sms", "social"}
        return _say("allowed", agreed, rule.paragraph, rule=rule.key, conditions=(*((SAY_NO,) if electronic else ()), *_hours(rule)))
    if case.protected:
        return _protected(case, rule)
    if case.register == "reserved" and rule.requires == "check":
        register = REGISTERS[rule.country, case.channel]
        return _say("forbidden", text("They are in {register}.", register=register), rule.paragraph, rule=rule.key, missing="consent")
    if rule.requires == "check" and case.register == "unknown":
        return _say("ask", _check_first(rule, case.channel), rule.paragraph, rule=rule.key, missing="check")
    if rule.requires == "origin" and not case.origin:
        why = text("Did they give you the address when they bought, with a chance to say no? Then you may; if not, get their consent.")
        return _say("ask", why, rule.paragraph, rule=rule.key, missing="origin")
    missing: Missing = "consent" if rule.answer in {"needs_consent", "forbidden"} else "rule" if rule.answer == "ask" else ""
    conditions = (*rule.conditions, *_hours(rule)) if rule.answer == "allowed" else ()
    return _say(rule.answer, rule.why, rule.paragraph, rule=rule.key, missing=missing, conditions=conditions)


def _protected(case: Case, rule: Rule) -> Permission:
    if case.relation == "existing":
        why = text(
            "The company register protects them from advertising. They are your customer: ask whether what you know of them came from "
            "themselves."
        )
        return _say("ask", why, PROTECTION, rule=rule.key, missing="consent")
    why = text("The company register protects them from advertising.")
    return _say("forbidden", why, PROTECTION, rule=rule.key, missing="consent")


def _check_first(rule: Rule, channel: Channel) -> Text:
    register = REGISTERS[rule.country, channel]
    if CHECK_MONTHS[rule.country] == 1:
        return text("Check them against {register} first; a check holds for the month it is made in.", register=register)
    return text("Check them against {register} first; a check holds for the quarter it is made in.", register=register)


def _hours(rule: Rule) -> tuple[Text, ...]:
    return (rule.hours.words,) if rule.hours else ()


def _at_the_hour(permission: Permission, rule: Rule, at: datetime | None) -> Permission:
    if permission.answer != "allowed" or rule.hours is None or at is None or hours.is_open(rule.hours, rule.country, at):
        return permission
    again = hours.next_open(rule.hours, rule.country, at)
    why = text("Not at this time: from {day} {time} on.", day=again.date(), time=f"{again:%H:%M}")
    closed = _say("forbidden", why, rule.paragraph, rule=rule.key, conditions=permission.conditions)
    return Permission(
        answer="forbidden", reason=closed.reason, conditions=permission.conditions, again=again, rule=rule.key, paragraph=rule.paragraph
    )
