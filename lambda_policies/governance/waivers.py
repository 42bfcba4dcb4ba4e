"""Reading ``waivers.yaml``: a list under ``waivers``, five mandatory fields each, nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from lambda_policies.errors import WaiverError
from lambda_policies.suggest import did_you_mean
from lambda_policies.verdicts import Waiver

MAX_WAIVERS = 1_000
MAX_TEXT = 1_000

_FIELDS = ("guardrail", "address", "owner", "reason", "expires")
_WORDS = ("until", "owner", "reason")
_INLINE = re.compile(r'([\w-]+)((?:[^\S\n]+\w+=(?:"[^"]*"|[^\s"]+))*)')
_PAIR = re.compile(r'(\w+)=(?:"([^"]*)"|([^\s"]+))')
_EXAMPLE = 'Write it as # lp:waive LP203 until=2027-03-01 owner=payments reason="why it is accepted".'
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read(text: str, name: str, guardrails: Mapping[str, str]) -> tuple[Waiver, ...]:
    """The waivers of a file called ``name``; ``guardrails`` maps every known id to its slug. Raises WaiverError."""
    from lambda_policies.strict_yaml import load

    entries = _entries(load(text, name, WaiverError), name)
    if len(entries) > MAX_WAIVERS:
        sentence = f"{name} holds {len(entries)} waivers; {MAX_WAIVERS} are the most."
        raise WaiverError(sentence)
    known = {*guardrails, *guardrails.values()}
    return tuple(_waiver(entry, f"{name}, waiver {number}", known) for number, entry in enumerate(entries, 1))


def inline(text: str, where: str, guardrails: Mapping[str, str]) -> Waiver:
    """The waiver that a comment at *where* holds; its address is that of whatever it stands at. Raises WaiverError."""
    found = _INLINE.fullmatch(text)
    pairs = _PAIR.findall(found[2]) if found else []
    entry = {name: quoted or bare for name, quoted, bare in pairs}
    if found is None or sorted(name for name, *_ in pairs) != sorted(_WORDS):
        sentence = f"{where}: a waiver needs a guardrail, until, owner and reason, each once."
        raise WaiverError(sentence, _EXAMPLE)
    known = {*guardrails, *guardrails.values()}
    held = {"guardrail": found[1], "address": "*", "expires": entry["until"]}
    return _waiver({**held, "owner": entry["owner"], "reason": entry["reason"]}, where, known)


def _entries(document: object, name: str) -> list[object]:
    if not isinstance(document, dict) or "waivers" not in document:
        sentence = f"{name} has no list of waivers."
        raise WaiverError(sentence, "Put the list under the key waivers.")
    _only_known(document, ("waivers",), name)
    entries = document["waivers"]
    if not isinstance(entries, list):
        sentence = f"{name}: waivers must be a list."
        raise WaiverError(sentence, "Begin each waiver with a dash; write waivers: [] for none.")
    return entries


def _only_known(mapping: dict[str, object], allowed: tuple[str, ...], where: str) -> None:
    for key in mapping:
        if key not in allowed:
            sentence = f"{where}: {key[:60]!r} is not a field."
            raise WaiverError(sentence, did_you_mean(key, allowed) or f"Fields are {', '.join(allowed)}.")


def _waiver(entry: object, where: str, known: set[str]) -> Waiver:
    if not isinstance(entry, dict):
        sentence = f"{where} is not a mapping."
        raise WaiverError(sentence, f"It needs {', '.join(_FIELDS)}.")
    _only_known(entry, _FIELDS, where)
    guardrail, address, owner, reason, expires = (_text(entry, field, where) for field in _FIELDS)
    if guardrail not in known:
        sentence = f"{where}: no guardrail is called {guardrail[:60]!r}."
        raise WaiverError(sentence, did_you_mean(guardrail, known) or "lp list names them all.")
    return Waiver(guardrail, address, owner, reason, _day(expires, where))


def _text(entry: dict[str, object], field: str, where: str) -> str:
    value = entry.get(field)
    if value is None:
        sentence = f"{where} has no {field}."
        raise WaiverError(sentence, "guardrail, address, owner, reason and expires are all mandatory.")
    if not isinstance(value, str) or not value.strip():
        sentence = f"{where}: {field} must be text."
        raise WaiverError(sentence, "Put it in quotes." if not isinstance(value, str) else "")
    if len(value) > MAX_TEXT:
        sentence = f"{where}: {field} is longer than {MAX_TEXT} characters."
        raise WaiverError(sentence)
    return value.strip()


def _day(text: str, where: str) -> date:
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    sentence = f"{where}: expires must be a day such as 2027-01-31, not {text[:60]!r}."
    raise WaiverError(sentence)
