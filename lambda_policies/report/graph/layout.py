"""Where the boxes of a band stand. Fast-sugiyama orders and places them; the columns have their fixed width.

An arrow with a grant passes a place of its own half-way, so that no label lies on another or on a box.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fast_sugiyama import from_edges

from lambda_policies.report.graph.model import Arrow, Band, Column

ROW = 76
"""From the middle of a box to that of the next, in pixels."""
BOX = 60
"""The height of a box."""
WIDTH = 1360
COLUMNS: Mapping[Column, tuple[int, int]] = {
    Column.CALLER: (0, 236),
    Column.FUNCTION: (470, 172),
    Column.ROLE: (682, 186),
    Column.REACH: (1090, 270),
}
"""Left edge and width of each column."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The middle of each box by its number, and of each label by the two boxes that its arrow joins."""

    height: int
    boxes: Mapping[int, float]
    labels: Mapping[tuple[int, int], float]


def layout(band: Band) -> Layout:
    """Places of everything in a band, in pixels from its top."""
    joints = {(arrow.source, arrow.target): -1 - number for number, arrow in enumerate(band.arrows)}
    roles = {box.number for box in band.of(Column.ROLE)}
    edges = [edge for arrow in band.arrows for edge in _edges(arrow, joints, direct=arrow.target in roles)]
    found = from_edges(edges, vertex_spacing=ROW, dummy_vertices=False, ranking_type="down", transpose=True)
    places = {int(node): float(x) for positions, *_ in found for node, (x, _) in positions}
    top = min(places.values()) - ROW / 2
    middle = {node: place - top for node, place in places.items()}
    return Layout(
        round(max(middle.values()) + ROW / 2),
        {box.number: middle[box.number] for box in band.boxes},
        {ends: middle[joint] for ends, joint in joints.items() if joint in middle},
    )


def _edges(arrow: Arrow, joints: Mapping[tuple[int, int], int], *, direct: bool) -> Iterator[tuple[int, int]]:
    """The arrow as the library takes it: one step, or two with the label between."""
    if direct:
        yield arrow.source, arrow.target
    else:
        joint = joints[arrow.source, arrow.target]
        yield arrow.source, joint
        yield joint, arrow.target
