"""What an operator watches. No label names an organisation, a workspace or a task."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest


class Metrics:
    """Counters of one server."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.triggers = Counter("lp_triggers", "Triggers by the answer they got.", ["answer"], registry=self._registry)
        self.tasks = Counter("lp_tasks", "Tasks by how they ended.", ["status"], registry=self._registry)
        self.callbacks = Counter("lp_callbacks", "Callbacks by what became of them.", ["said"], registry=self._registry)
        self.deciding = Histogram(
            "lp_task_seconds",
            "From the trigger to the last callback.",
            buckets=(0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600),
            registry=self._registry,
        )
        self._waiting = Gauge("lp_tasks_waiting", "Tasks that wait for a worker.", registry=self._registry)
        self._judging = Gauge("lp_tasks_judging", "Tasks that a worker judges.", registry=self._registry)

    def watch(self, waiting: Callable[[], float], judging: Callable[[], float]) -> None:
        """Ask these for the numbers of tasks whenever somebody looks."""
        self._waiting.set_function(waiting)
        self._judging.set_function(judging)

    def text(self) -> bytes:
        """All of them in Prometheus' format."""
        return generate_latest(self._registry)
