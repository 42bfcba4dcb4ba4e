"""What holds for a run, settled against its pack, and the options of the pipeline that are made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lambda_policies import packs, pipeline
from lambda_policies.errors import ConfigError, WaiverError
from lambda_policies.packs.pack import Pack
from lambda_policies.plan.limits import Limits
from lambda_policies.settings.bind import Bound, bind
from lambda_policies.settings.layers import BOUNDS, Layer, merge
from lambda_policies.verdicts import Waiver


@dataclass(frozen=True, slots=True)
class Resolved:
    """What holds, where it was found, the whole pack, what is chosen of it, and the settings by guardrail id."""

    held: Layer
    file: Path | None
    pack: Pack
    chosen: Pack
    bound: Bound

    @property
    def limits(self) -> Limits:
        """The bounds on plans: the built-in ones where nothing else holds."""
        return Limits(**{name: bound for name in BOUNDS if (bound := getattr(self.held, name)) is not None})

    def options(self, as_of: date, waivers: tuple[Waiver, ...] = ()) -> pipeline.Options:
        """The options of a run on the day *as_of*, unless another day holds."""
        held = self.held
        return pipeline.Options(
            pack=self.chosen,
            as_of=held.as_of or as_of,
            accounts=frozenset(held.accounts or ()),
            organizations=frozenset(held.organizations or ()),
            trusted_accounts=frozenset(held.trusted_accounts or ()),
            layer_publishers=frozenset(held.layer_publishers or ()),
            parameters=self.bound.parameters,
            effects=self.bound.effects,
            unknown=held.unknown,
            fail_on=held.fail_on,
            waivers=waivers,
            limits=self.limits,
        )


def resolve(layers: Sequence[Layer], file: Path | None = None) -> Resolved:
    """Stack layers, strongest first, load the pack and settle every name. Raises LpError."""
    held = merge(layers)
    pack = packs.load(held.profile, held.pack)
    chosen = pack.select(held.select or (), held.ignore or ())
    if not chosen.guardrails:
        raise ConfigError("No guardrail is left after select and ignore.", "`lp config` shows what holds and why.")
    return Resolved(held, file, pack, chosen, bind(held, pack.guardrails))


def waivers(path: Path, pack: Pack) -> tuple[Waiver, ...]:
    """The waivers in a file. Raises WaiverError."""
    from lambda_policies.governance.waivers import read as parsed

    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise WaiverError(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise WaiverError(f"{path} is not UTF-8 text.") from None
    known = (*packs.load("strict").guardrails, *pack.guardrails)
    return parsed(text, str(path), {each.id: each.slug for each in known})
