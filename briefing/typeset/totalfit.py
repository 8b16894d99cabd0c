"""Total-fit: the line ends of a whole paragraph chosen together (Knuth & Plass 1981), by dynamic programming.

The standard's order appears as prices: a trimmed end costs next to nothing, then gaps that give, each rank
dearer than the one before, then gaps that open, by the square; parting a number from its unit or a word
costs more than any line that is merely loose, and a lone last character more still. A line that is looser than the
one above it, or tighter, is seen, so that costs, too: reckoned against the best way to the line's start, which need
not be the best in the end. 避头尾 is no price, nor is a word cut without a hyphen: such ends are not offered.
"""

from __future__ import annotations

from briefing.house.style import Composition
from briefing.typeset import firstfit
from briefing.typeset.classes import Level
from briefing.typeset.fitting import LOOSE, Measure
from briefing.typeset.strip import TOLERANCE, Strip

#: Price of opening every Han gap by 1/10 em. All prices are in this unit.
_OPEN = 1.0
_TRIM = 0.02
#: Price of giving 1 em in all; squeezing is evener than opening, so it is cheaper per em.
_GIVE = 1.5
#: Of a line end of each `Level` up to `NAME`.
_LEVELS = (0.0, 4.0, 5.0, 40.0)
_LONE = 40.0
#: Price of differing from the line above by 1/10 em for each Han gap.
_UNEVEN = 2.5
#: Each line costs something, so that a paragraph is not made longer for an even look.
_LINE = 2.0
#: How far Han gaps may open (em): first evenly; only a paragraph that has no such lines is offered looser
#: ones.
_TOLERANCES = (0.12, LOOSE)
#: A line naturally shorter than this share of what the tolerance can open to the measure is not looked at.
_SHORT = 0.85
#: More than a character without width, closer to the next by the grid, is wide the wrong way, pt.
_SURE = 1.0


def fit(strip: Strip, measure: Measure, rules: Composition) -> list[int]:
    """Line ends of a whole paragraph; those of first-fit where no set of even lines exists. Looser lines are offered where even
    ones leave a character alone, too: 孤字 is seen before they are."""
    found: list[int] = []
    for tolerance in _TOLERANCES:
        ends = _cheapest(strip, measure, rules, tolerance)
        if ends and not (rules.lone_character and len(ends) > 1 and strip.lone(ends[-2], ends[-1])):
            return ends
        found = found or ends
    return found or firstfit.fit(strip, measure, rules)


def _cheapest(strip: Strip, measure: Measure, rules: Composition, tolerance: float) -> list[int]:
    """The cheapest line ends with no Han gap opened by more than `tolerance` em, or [] if there are none.

    A line's price is `_price`'s, reckoned here from the strip's sums: some hundred lines are looked at for each that is set."""
    count, sizes, heads, (reaches, gives, rooms, hans, inked) = len(strip), strip.sizes, strip.head, strip.sums
    gaps, tails, levels = strip.gap, strip.tail, strip.level
    short, first_short = (_SHORT * width / (1 + tolerance) for width in (measure.rest, measure.first))
    # Only the first line's measure differs and only it begins at 0: so a line's start says which measure is
    # its.
    price: dict[int, float] = {0: 0.0}
    came_from: dict[int, int] = {}
    opened: dict[int, float] = {}  # of the last line on the best way to a place, em for each Han gap
    active = [0]  # starts of lines not yet too long, in order
    for end in range(1, count + 1):
        last = end == count
        level = Level.FREE if last else levels[end - 1]
        if level > Level.NAME:
            continue
        ink = inked[end]
        reach, gap, tail = reaches[ink], gaps[ink - 1], tails[ink - 1]
        longest = active[0]
        natural = reach - reaches[longest] - gap + tail - heads[longest] if ink > longest else 0.0
        if natural < (short if longest else first_short) and not last:
            continue
        fixed, trim = _LEVELS[level], strip.trim[ink - 1]
        given, room, han = gives[ink - 1], rooms[ink - 1], hans[ink - 1]
        closed, offers = 0, list[tuple[float, int, float]]()  # price of the best way here by each line, its start, its opening
        for start in active:
            natural = reach - reaches[start] - gap + tail - heads[start] if ink > start else 0.0  # blanks vanish at a line's end
            if natural < (short if start else first_short) and not last:
                break  # and so are all lines that begin further on
            missing, own = (measure.rest if start else measure.first) - natural, 0.0
            if missing < -TOLERANCE:
                give = given - gives[start]
                if -missing - give > trim + TOLERANCE:
                    if -missing - give > sizes[start]:
                        closed = start + 1
                    continue
                cost = _closing(-missing, trim, give, sizes[start], sizes[end - 1])
            elif last:
                cost = 0.0
            else:
                if (missing := missing - (room - rooms[start])) > 0:
                    own = missing / (han - hans[start] or 1) / sizes[start]
                if own > tolerance:
                    # A line that begins further on has less to open: no Han gap more, and none in larger type.
                    if start and missing - heads[start] - _SURE > tolerance * (han - hans[start] or 1) * strip.largest:
                        break
                    continue
                cost = _OPEN * (own / 0.1) ** 2
            if last and start and rules.lone_character and strip.lone(start, end):
                cost += _LONE
            cost += price[start] + fixed + _LINE
            if start and not last:
                cost += _UNEVEN * ((own - opened[start]) / 0.1) ** 2
            offers.append((cost, start, own))
        offers.sort()
        for cost, start, own in offers:
            if strip.leads(start, end, measure.of(start)):
                price[end], came_from[end], opened[end] = cost, start, own
                active.append(end)
                break
        if closed:
            active = [start for start in active if start >= closed]
            if not active:
                return []
    if count not in came_from:
        return []
    ends = [count]
    while (source := came_from[ends[-1]]) > 0:
        ends.append(source)
    return ends[::-1]


def price(strip: Strip, start: int, end: int, width: float, rules: Composition) -> float | None:
    """What the line `start:end` costs in `width`, in the paragraph's unit; None: it is not offered."""
    if strip.natural(start, end) - strip.gives(start, end) - strip.trim_at(start, end) > width + TOLERANCE:
        return None
    level = Level.FREE if end == len(strip) else strip.level[end - 1]
    cost = None if level > Level.NAME else _price(strip, start, end, width, _TOLERANCES[-1], rules)
    return None if cost is None else cost + _LEVELS[level] + _LINE


def _price(strip: Strip, start: int, end: int, width: float, tolerance: float, rules: Composition) -> float | None:
    """What the line costs; None: too loose to be offered."""
    last = end == len(strip)
    natural = strip.natural(start, end)
    missing = width - natural
    if missing < -TOLERANCE:
        cost = _closing(-missing, strip.trim_at(start, end), strip.gives(start, end), strip.sizes[start], strip.sizes[end - 1])
    elif last:
        cost = 0.0
    else:
        opening = strip.opening(start, end, width)
        if opening > tolerance:
            return None
        cost = _OPEN * (opening / 0.1) ** 2
    if last and start and rules.lone_character and strip.lone(start, end):
        cost += _LONE
    return cost


def _closing(over: float, trim: float, gives: float, first: float, last: float) -> float:
    """What it costs to take `over` out of a line, first by `trim` at its end; `first`, `last`: its characters' sizes. All pt."""
    cost = _TRIM * trim / last
    over -= trim
    if over > TOLERANCE:
        cost += _GIVE * over / first * (1 + over / gives)
    return cost
