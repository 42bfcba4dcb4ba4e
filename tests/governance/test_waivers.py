from __future__ import annotations

from datetime import date

import pytest

from lambda_policies.errors import WaiverError
from lambda_policies.governance.waivers import MAX_TEXT, MAX_WAIVERS, read
from lambda_policies.verdicts import Waiver

KNOWN = {"LP203": "invoke-service-principal-scoped", "LP501": "runtime-supported"}
ENTRY = (
    "  - {{guardrail: {guardrail}, address: {address}, owner: {owner}, reason: {reason}, expires: {expires}}}\n".format
)
GOOD = {
    "guardrail": "LP203",
    "address": "'module.a[\"x\"].*'",
    "owner": "jane",
    "reason": "vendor",
    "expires": "2027-01-31",
}


def refusal(text: str) -> tuple[str, str]:
    with pytest.raises(WaiverError) as caught:
        read(text, "waivers.yaml", KNOWN)
    return caught.value.sentence, caught.value.hint


def test_waivers_are_read() -> None:
    text = (
        "waivers:\n" + ENTRY(**GOOD) + ENTRY(**(GOOD | {"guardrail": "runtime-supported", "expires": "'2027-02-01'"}))
    )
    assert read(text, "waivers.yaml", KNOWN) == (
        Waiver("LP203", 'module.a["x"].*', "jane", "vendor", date(2027, 1, 31)),
        Waiver("runtime-supported", 'module.a["x"].*', "jane", "vendor", date(2027, 2, 1)),
    )


def test_an_empty_list_is_no_waiver() -> None:
    assert read("waivers: []", "waivers.yaml", KNOWN) == ()


@pytest.mark.parametrize("field", GOOD)
def test_every_field_is_mandatory(field: str) -> None:
    fields = [f"{key}: {value}" for key, value in GOOD.items() if key != field]
    assert refusal(f"waivers: [{{{', '.join(fields)}}}]") == (
        f"waivers.yaml, waiver 1 has no {field}.",
        "guardrail, address, owner, reason and expires are all mandatory.",
    )


@pytest.mark.parametrize(
    ("text", "sentence", "hint"),
    [
        ("", "waivers.yaml has no list of waivers.", "Put the list under the key waivers."),
        (
            "waivers: {}",
            "waivers.yaml: waivers must be a list.",
            "Begin each waiver with a dash; write waivers: [] for none.",
        ),
        ("waivers: []\nwaiver: []", "waivers.yaml: 'waiver' is not a field.", 'Did you mean "waivers"?'),
        (
            "waivers: [x]",
            "waivers.yaml, waiver 1 is not a mapping.",
            "It needs guardrail, address, owner, reason, expires.",
        ),
        ("waivers: [{expire: x}]", "waivers.yaml, waiver 1: 'expire' is not a field.", 'Did you mean "expires"?'),
        (
            "waivers: [{colour: x}]",
            "waivers.yaml, waiver 1: 'colour' is not a field.",
            "Fields are guardrail, address, owner, reason, expires.",
        ),
        ("waivers:\nwaivers:", "waivers.yaml, line 2: the key 'waivers' is there twice.", ""),
    ],
)
def test_a_file_of_another_shape_is_refused(text: str, sentence: str, hint: str) -> None:
    assert refusal(text) == (sentence, hint)


@pytest.mark.parametrize(
    ("change", "sentence", "hint"),
    [
        ({"guardrail": "LP230"}, "no guardrail is called 'LP230'.", 'Did you mean "LP203"?'),
        (
            {"guardrail": "Runtime-Suported"},
            "no guardrail is called 'Runtime-Suported'.",
            'Did you mean "runtime-supported"?',
        ),
        ({"guardrail": "zzz"}, "no guardrail is called 'zzz'.", "lp list names them all."),
        ({"owner": "12"}, "owner must be text.", "Put it in quotes."),
        ({"reason": "'  '"}, "reason must be text.", ""),
        ({"reason": "x" * (MAX_TEXT + 1)}, f"reason is longer than {MAX_TEXT} characters.", ""),
        ({"expires": "soon"}, "expires must be a day such as 2027-01-31, not 'soon'.", ""),
        ({"expires": "'20270131'"}, "expires must be a day such as 2027-01-31, not '20270131'.", ""),
        ({"expires": "2027-02-30"}, "expires must be a day such as 2027-01-31, not '2027-02-30'.", ""),
    ],
)
def test_a_wrong_field_is_refused(change: dict[str, str], sentence: str, hint: str) -> None:
    text = "waivers:\n" + ENTRY(**GOOD) + ENTRY(**(GOOD | change))
    assert refusal(text) == (f"waivers.yaml, waiver 2: {sentence}", hint)


def test_there_is_a_most() -> None:
    assert (
        refusal("waivers: [" + "x," * (MAX_WAIVERS + 1) + "]")[0]
        == "waivers.yaml holds 1001 waivers; 1000 are the most."
    )
