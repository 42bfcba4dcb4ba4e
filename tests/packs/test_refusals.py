"""What the declared language refuses, and what it says then."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

Write = Callable[..., Path]
Complaint = Callable[[Path], str]
Change = Callable[[str, str], str]


@pytest.fixture
def complaint_about(pack_folder: Write, changed: Change, complaint: Complaint) -> Callable[[str, str], str]:
    return lambda old, new: complaint(pack_folder(own=changed(old, new)))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("severity: high", "severity: awful", "severity: Input should be 'critical'"),
        (
            "severity: high",
            "severity: high\nsevrity: low",
            'sevrity: Extra inputs are not permitted. Did you mean "sev',
        ),
        ("id: ACME1", "id: acme1", "id: String should match pattern"),
        ("slug: own-guardrail", "slug: Own", "slug: String should match pattern"),
        ("about: function", "about: funktion", "there is no model 'funktion'. Did you mean \"function\"?"),
        ("  timeout: {at_most", "  timout: {at_most", "function has no path 'timout': function has no 'timout'. Did"),
        ("{at_most: $seconds}", "{at_mos: 3}", "timeout: there is no operator 'at_mos'. Did you mean \"at_most\"?"),
        (
            "{at_most: $seconds}",
            "{at_most: $second}",
            "timeout: there is no parameter 'second'. Did you mean \"seconds\"",
        ),
        ("{at_most: $seconds}", "{at_most: ten}", "timeout: at_most needs a number."),
        ("{at_most: $seconds}", "{at_most: true}", "timeout: at_most needs a number."),
        ("{at_most: $seconds}", "{in: 3}", "timeout: in needs a list."),
        ("{at_most: $seconds}", "{between: [1]}", "timeout: between needs a pair."),
        ("{at_most: $seconds}", "{matches: 3}", "timeout: matches needs a text."),
        ("{at_most: $seconds}", '"30"', "timeout holds a int; '30' is none."),
        (
            "timeout: {at_most: $seconds}",
            "log_group: {is: x}",
            "log_group is a join: only present and absent can be asked of it.",
        ),
        ("timeout: {at_most: $seconds}", "role.nam: present", "function has no path 'role.nam': role has no 'nam'."),
        (
            "timeout: {at_most: $seconds}",
            "runtime: {at_most: 3}",
            "runtime holds no number, so that at_most means nothing there.",
        ),
        (
            "timeout: {at_most: $seconds}",
            "runtime: {between: [1, 3]}",
            "runtime holds no number, so that between means nothing there.",
        ),
        ("{at_most: $seconds}", '{is_not: "30"}', "timeout holds a int; '30' is none."),
        ("default: 30", "default: thirty", "timeout: at_most needs a number."),
    ],
)
def test_a_wrong_guardrail_is_explained(
    complaint_about: Callable[[str, str], str], old: str, new: str, said: str
) -> None:
    found = complaint_about(old, new)
    assert found.startswith("own.yaml: ")
    assert said in found
