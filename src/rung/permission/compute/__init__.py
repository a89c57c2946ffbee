"""Whom may we contact how? The rules as data, who a party is, and the answer for one party or for all of them. No disk, no clock."""
