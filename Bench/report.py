"""The printed page: each part as soon as it is measured, the aims at the end."""

import statistics
from dataclasses import dataclass

LOAD_HEADINGS = ("requests/s", "p50 ms", "p99 ms", "of /healthz", "server cpu", "wrk cpu", "other cpu", "errors")
NAME_WIDTH = 44


@dataclass(frozen=True)
class Aim:
    name: str
    result: float
    aim: float
    unit: str = ""
    at_least: bool = False

    @property
    def is_met(self):
        return self.result >= self.aim if self.at_least else self.result <= self.aim


def heading(words):
    print(f"\n{words}\n{'-' * len(words)}", flush=True)


def line(name, *cells):
    print(f"{name:{NAME_WIDTH}}" + "".join(f"{cell:>12}" for cell in cells), flush=True)


def note(words):
    print(words, flush=True)


def facts(pairs):
    for name, words in pairs.items():
        print(f"{name:14}{words}", flush=True)


def load(name, figures, health):
    line(
        name, f"{figures.rate:,.0f}", f"{figures.p50:.2f}", f"{figures.p99:.2f}", f"{figures.rate / health.rate:.2f}",
        *(f"{cores:.2f}" for cores in figures.usage), "  " + figures.errors)


def spread(name, values, unit):
    line(name, f"{statistics.median(values):,.0f} {unit}", f"{max(values):,.0f} {unit}")


def amount(name, value, unit):
    line(name, f"{value:,.1f} {unit}")


def aims(all_aims):
    heading("Aims")
    line("", "result", "aim", "")
    for aim in all_aims:
        sign = "≥" if aim.at_least else "≤"
        line(aim.name, written(aim.result, aim.unit), f"{sign} {written(aim.aim, aim.unit)}", verdict(aim))


def written(value, unit):
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:,.{digits}f} {unit}".strip()


def verdict(aim):
    return "met" if aim.is_met else "missed"
