"""Labels beside marks: how wide they are about, and at which height none touches another."""

from collections.abc import Iterable, Sequence

NARROW, WIDE = frozenset("iljtfrI.,:;'|!()[] /-\u00a0\u202f"), frozenset("mwMW%@—…")


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """About how wide a text is in Arial, rather more than less."""
    ems = sum(
        0.29 if sign in NARROW else 0.88 if sign in WIDE else 0.7 if sign.isupper() else 0.55
        for sign in text
    )
    return size * ems * (1.08 if bold else 1.02)


def widest(texts: Iterable[str], size: float, *, bold: bool = False) -> float:
    """About how wide the widest of some texts is; 0 without any."""
    return max((width_of(text, size, bold=bold) for text in texts), default=0)


def apart(
    wanted: Sequence[float], taken: Iterable[float], between: float, least: float, most: float
) -> list[float]:
    """For each height that is wanted the nearest that is `between` away from all others.

    taken: heights of what already stands there. All lie from `least` to `most`. Where there is no
    room for that, what is taken gives way.
    """
    found: dict[int, float] = {}
    others = list(taken)
    for place in sorted(range(len(wanted)), key=lambda at: wanted[at]):
        here = min(max(wanted[place], least), most)
        every, own = [*others, *found.values()], list(found.values())
        free = [*_free(here, every, between, least, most), *_free(here, own, between, least, most)]
        found[place] = next(iter(free), here)
    return [found[place] for place in range(len(wanted))]


def _free(
    here: float, stand: Sequence[float], between: float, least: float, most: float
) -> list[float]:
    """Heights that are `between` away from all that stand there, the nearest first."""
    beside = [one + step for one in stand for step in (between, -between)]
    free = [
        height
        for height in (here, *beside)
        if least <= height <= most and all(abs(height - one) >= between * 0.999 for one in stand)
    ]
    return sorted(free, key=lambda height: abs(height - here))
