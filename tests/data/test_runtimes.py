from __future__ import annotations

from datetime import date

import pytest

from lambda_policies.data import load
from lambda_policies.data.runtimes import retrieved, runtime


def test_a_runtime_carries_its_dates_and_the_way_out() -> None:
    found = runtime("python3.9")
    assert found is not None
    assert (found.deprecated, found.create_blocked) == (date(2025, 12, 15), date(2027, 2, 1))
    assert (found.update_blocked, found.family, found.successor) == (date(2027, 3, 3), "python", "python3.14")


def test_a_runtime_may_be_known_without_dates() -> None:
    found = runtime("nodejs26.x")
    assert found is not None
    assert (found.deprecated, found.create_blocked, found.update_blocked) == (None, None, None)


def test_an_identifier_that_nobody_knows_is_none() -> None:
    assert runtime("cobol85") is None


@pytest.mark.parametrize(("name", "successor"), [("go1.x", "provided.al2023"), ("dotnetcore3.1", "dotnet10")])
def test_a_retired_family_leads_to_the_living_one(name: str, successor: str) -> None:
    found = runtime(name)
    assert found is not None
    assert found.successor == successor


def test_a_successor_is_supported_longest_in_its_family_and_not_deprecated_when_retrieved() -> None:
    table = load("runtimes")
    for family, successor in table["successors"].items():
        ends = {
            name: facts.get("deprecated", "") for name, facts in table["runtimes"].items() if facts["family"] == family
        }
        assert ends[successor] == max(ends.values()) > table["retrieved"]


def test_every_entry_of_the_table_can_be_read() -> None:
    names = list(load("runtimes")["runtimes"])
    assert len(names) == 52
    assert all(runtime(name) for name in names)


def test_the_data_says_its_day() -> None:
    assert retrieved() == date(2026, 11, 21)
