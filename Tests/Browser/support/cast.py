"""Who plays in the tests."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Agent:
    username: str
    name: str
    role: str
    password: str


@dataclass(frozen=True)
class Customer:
    name: str
    phone: str
    e164: str
    problem: str


ANA = Agent("ana", "Ana Diaz", "agent", "seven wet mallets in a row")
BEN = Agent("ben", "Ben Ito", "agent", "a goal counts from anywhere")
DORA = Agent("dora", "Dora Quist", "admin", "keeper of the spare wheels")
AGENTS = (ANA, BEN, DORA)

ROBERT = Customer("Robert Kane", "+1 415-867-5309", "+14158675309", "The mallet broke at the joint.")
MIKA = Customer("Mika Sato", "+81 90-1234-5678", "+819012345678", "ボールが届きません")
