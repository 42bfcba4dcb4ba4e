"""Where boxes stand: no two boxes or labels on one place, whatever the band."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from lambda_policies.report.graph.layout import BOX, layout
from lambda_policies.report.graph.model import Arrow, Band, Box, Column


@st.composite
def bands(draw: st.DrawFn) -> Band:
    """Callers of functions that run as one role, which can do this and that; each has an arrow at least."""
    callers, functions, reach = (draw(st.integers(1, 9)) for _ in range(3))
    first, role = callers, callers + functions
    boxes = [
        Box(number, column, (str(number),))
        for number, column in enumerate(
            [Column.CALLER] * callers + [Column.FUNCTION] * functions + [Column.ROLE] + [Column.REACH] * reach
        )
    ]
    to = st.integers(first, role - 1)
    calls = {(caller, draw(to)) for caller in range(callers)} | {
        (draw(st.integers(0, callers - 1)), function) for function in range(first, role)
    }
    arrows = [Arrow(*ends, ("grant",)) for ends in sorted(calls)]
    arrows += [Arrow(function, role, ("runs as",)) for function in range(first, role)]
    arrows += [Arrow(role, role + 1 + number, ("grant",)) for number in range(reach)]
    return Band("band", tuple(boxes), tuple(arrows))


@given(bands())
def test_nothing_lies_on_anything_else(band: Band) -> None:
    place = layout(band)
    for column in Column:
        middles = sorted(place.boxes[box.number] for box in band.of(column))
        assert all(below - above >= BOX for above, below in itertools.pairwise(middles))
        assert all(BOX / 2 <= middle <= place.height - BOX / 2 for middle in middles)
    functions = {box.number for box in band.of(Column.FUNCTION)}
    for left in (True, False):
        labels = sorted(y for ends, y in place.labels.items() if (ends[1] in functions) is left)
        assert all(below - above >= BOX for above, below in itertools.pairwise(labels))
    assert layout(band) == place
