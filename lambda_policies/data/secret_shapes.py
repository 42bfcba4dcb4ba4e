"""What the shape of a text says: that it is no secret, the name of one, or random enough to be a key."""

from __future__ import annotations

import math
import re
from collections import Counter

from lambda_policies.data.secret_patterns import REFERENCE

_WORD = re.compile(
    r"(?i:true|false|yes|no|on|off|none|null|nil|undefined|n/?a|empty|unset|unused|enabled|disabled|auto|todo|tbd|dummy|"
    r"example|fake|mock|not[-_ ]?(?:set|used|needed|applicable|required)|to[-_ ]be[-_ ](?:set|filled|replaced|done))"
)
_NUMBER = re.compile(r"[+-]?\d{1,40}(?:\.\d{1,40})?")
_SCHEME = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]{0,30}://"
    r"|(?i:arn|resolve|ssm|ps|asm|sm|aws-?sm|secretsmanager|secret-manager|parameterstore|vault|kms|op|sops|file|env):"
)
_PATH = re.compile(r"(?:/[A-Za-z0-9_.-]{1,64}){1,15}/?|[a-z][a-z0-9_.-]{0,63}(?:/[a-z0-9_.-]{1,64}){1,15}/?")
_CONSTANT = re.compile(r"[A-Z]{2,30}(?:_[A-Z]{2,30}){1,9}")
_LABEL = re.compile(
    r"[A-Za-z]{2,30}(?:[-_.!][A-Za-z]{1,30}|[-_.!]\d{1,2}){1,12}(?:-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})?"
)
_CIPHERTEXT = ("AQICAH", "AQECAH")
_ENCODED = re.compile(r"[A-Za-z0-9+/_-]{32,512}={0,2}")
_HEX = re.compile(r"[0-9a-f]{32,512}|[0-9A-F]{32,512}")
_CAMEL_WORD = re.compile(r"[A-Z]?[a-z]{3,30}")
_DIGESTS = frozenset({32, 40, 56, 64, 96, 128})
_ENCODED_DIGEST = re.compile(r"[A-Za-z0-9+/_-]{43}=?|[A-Za-z0-9+/_-]{86}==")
_ENTROPY = 4.2
_HEX_ENTROPY = 3.3
_WORDY = 0.4
_FEW_DIGITS = 2
_MENTIONED = 12


def is_number(text: str) -> bool:
    """Whether the text is a number."""
    return _NUMBER.fullmatch(text) is not None


def is_harmless(text: str) -> bool:
    """Whether the text can be no secret, whatever it is called.

    A boolean, a number, something to fill in, an ARN, a parameter's path, a URL (its user part and tokens are looked
    for before), a dynamic reference, a public certificate, a ciphertext of KMS, the name of another variable.
    """
    return (
        _WORD.fullmatch(text) is not None
        or is_number(text)
        or REFERENCE.match(text) is not None
        or "{{resolve:" in text
        or _SCHEME.match(text) is not None
        or _is_path(text)
        or _CONSTANT.fullmatch(text) is not None
        or text.startswith(("-----BEGIN ", *_CIPHERTEXT))
    )


def _is_path(text: str) -> bool:
    return _PATH.fullmatch(text) is not None and not (looks_random(text) and any(map(str.isupper, text)))


def is_label(text: str) -> bool:
    """Whether the text reads like the name of a thing: words joined by hyphens, dots or underscores, perhaps a UUID."""
    return _LABEL.fullmatch(text) is not None


def looks_random(text: str) -> bool:
    """Whether a text under a name that speaks of secrets is likelier a token than words."""
    if len(text) < _MENTIONED or any(character.isspace() for character in text):
        return False
    has_digits = sum(character.isdigit() for character in text) >= _FEW_DIGITS
    return has_digits and any(character.isalpha() for character in text) and _wordiness(text) < _WORDY


def is_key_material(text: str) -> bool:
    """Whether a text under a name that says nothing is random enough to be a key.

    Texts as long as MD5 or SHA digests, in hexadecimal or base64, are taken for digests.
    """
    if _HEX.fullmatch(text):
        return len(text) not in _DIGESTS and not text.isdigit() and _entropy(text) >= _HEX_ENTROPY
    if _ENCODED.fullmatch(text) is None or _ENCODED_DIGEST.fullmatch(text):
        return False
    kinds = (str.islower, str.isupper, str.isdigit)
    if any(sum(map(kind, text)) < _FEW_DIGITS for kind in kinds):
        return False
    return _entropy(text) >= _ENTROPY and _wordiness(text) < _WORDY


def _wordiness(text: str) -> float:
    return sum(len(word) for word in _CAMEL_WORD.findall(text)) / len(text)


def _entropy(text: str) -> float:
    counts = Counter(text).values()
    return math.log2(len(text)) - sum(count * math.log2(count) for count in counts) / len(text)
