"""What are channels and answers called?"""

from collections.abc import Mapping

from rung.base import Text, text
from rung.permission.compute.rules.rule import Answer, Channel

CHANNEL: Mapping[Channel, Text] = {
    "email": text("E-mail"),
    "sms": text("Text message"),
    "phone": text("Phone"),
    "post": text("Letter"),
    "visit": text("Visit"),
    "social": text("Message in social media"),
}
ANSWER: Mapping[Answer, Text] = {
    "allowed": text("Allowed"),
    "needs_consent": text("Needs consent"),
    "ask": text("Find out first"),
    "forbidden": text("Forbidden"),
}
