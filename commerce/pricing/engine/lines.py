"""Step two: benefits of lines, in lanes.

Inside a lane one rule wins each line: the highest priority, then the greatest deduction, then the source's
name, so that the order in which rules are read never matters. Lanes follow each other by name, each on what
the one before left. Rules that cannot touch a line are never looked at; those that were considered and
refused stay in the line's trace with a stable code.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from .types import Adjustment, Line, LineRule, Quote, Rules, Step, TraceEntry

STEP = "line_benefits"


def line_benefits(rules: Rules) -> Step:
    """Deduct the winning benefit of every lane from every line it touches. Never below zero."""
    lanes: dict[str, list[LineRule]] = defaultdict(list)
    for rule in rules.line_rules:
        lanes[rule.lane].append(rule)
    indexed = [_Lane(lanes[name]) for name in sorted(lanes)]

    def step(quote: Quote) -> Quote:
        for lane in indexed:
            quote = lane.apply(quote)
        return quote

    return step


class _Lane:
    """The rules of one lane, indexed by what they can touch."""

    def __init__(self, rules: Iterable[LineRule]) -> None:
        self.everywhere: list[LineRule] = []
        self.by_category: dict[int, list[LineRule]] = defaultdict(list)
        for rule in sorted(rules, key=lambda rule: rule.source):
            if not rule.category_ids:
                self.everywhere.append(rule)
            for category_id in rule.category_ids:
                self.by_category[category_id].append(rule)

    def apply(self, quote: Quote) -> Quote:
        touched = self._touched(quote.lines)
        if not touched:
            return quote
        offers: dict[str, list[tuple[LineRule, Adjustment]]] = defaultdict(list)
        traces: dict[str, list[TraceEntry]] = defaultdict(list)
        for rule, lines in touched:
            code = _refusal(rule, quote, lines)
            made = {} if code else rule.benefit.apply(lines)
            for line in lines:
                offer = _bounded(made.get(line.item.key), line)
                if offer is None:
                    traces[line.item.key].append(_refused(rule, code or "no_effect"))
                else:
                    offers[line.item.key].append((rule, offer))
        return replace(
            quote,
            lines=tuple(
                _with_winner(line, offers.get(line.item.key, ()), traces.get(line.item.key, ()))
                for line in quote.lines
            ),
        )

    def _touched(self, lines: Sequence[Line]) -> list[tuple[LineRule, tuple[Line, ...]]]:
        """Each rule with the lines it can touch; lines that cost nothing any more are left alone."""
        found: dict[int, tuple[LineRule, list[Line]]] = {}
        for line in lines:
            if line.unit is None or line.net_of_discount <= 0:
                continue
            for rule in self._rules_for(line):
                found.setdefault(id(rule), (rule, []))[1].append(line)
        return [(rule, tuple(of_rule)) for rule, of_rule in found.values()]

    def _rules_for(self, line: Line) -> Sequence[LineRule]:
        lists = [self.by_category[each] for each in line.item.category_ids if each in self.by_category]
        if len(lists) <= 1:
            return [*self.everywhere, *lists[0]] if lists else self.everywhere
        # A rule of several categories may touch a line by more than one of them.
        once = {id(rule): rule for rules in lists for rule in rules}
        return [*self.everywhere, *once.values()]


def _refusal(rule: LineRule, quote: Quote, lines: tuple[Line, ...]) -> str:
    if rule.starts_at is not None and quote.at < rule.starts_at:
        return "not_yet"
    if rule.ends_at is not None and quote.at >= rule.ends_at:
        return "over"
    codes = (condition.refusal(quote, lines) for condition in rule.conditions)
    return next((code for code in codes if code), "")


def _bounded(made: Adjustment | None, line: Line) -> Adjustment | None:
    """The deduction, cut at what the line still costs; None if it deducts nothing."""
    if made is None or made.amount >= 0:
        return None
    return made if -made.amount <= line.net_of_discount else replace(made, amount=-line.net_of_discount)


def _with_winner(
    line: Line, offers: Sequence[tuple[LineRule, Adjustment]], refusals: Sequence[TraceEntry]
) -> Line:
    if not offers and not refusals:
        return line
    ranked = sorted(offers, key=lambda offer: (-offer[0].priority, offer[1].amount, offer[0].source))
    entries = list(refusals)
    entries += [_refused(rule, "better_in_lane", adjustment.amount) for rule, adjustment in ranked[1:]]
    entries.sort(key=lambda entry: entry.rule)
    if not ranked:
        return replace(line, trace=(*line.trace, *entries))
    rule, winner = ranked[0]
    entries.append(TraceEntry(STEP, rule.source, "applied", amount=winner.amount, facts=_lane(rule)))
    return replace(line, adjustments=(*line.adjustments, winner), trace=(*line.trace, *entries))


def _refused(rule: LineRule, code: str, amount: int = 0) -> TraceEntry:
    return TraceEntry(STEP, rule.source, "refused", code, amount, _lane(rule))


def _lane(rule: LineRule) -> Mapping[str, str | int]:
    return {"lane": rule.lane, "priority": rule.priority}
