"""What a promise's try came to: what was injected, the numbers, and every sentence that says it did not hold."""

from dataclasses import dataclass, field


@dataclass
class Found:
    """`injected` says what was done to it; `numbers` are counts (or milliseconds, where their name says so) in the
    order in which they are printed; `faults` is empty where the promise held."""

    injected: str
    numbers: dict[str, float] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def count(self, name: str, count: float, wanted: float | None = None) -> None:
        """Add to a count, and note a fault where what is added is not what is wanted."""
        self.numbers[name] = self.numbers.get(name, 0) + count
        if wanted is not None and count != wanted:
            self.faults.append(f"{name}: {count:,} instead of {wanted:,}.")

    def at_least(self, name: str, count: float, least: int) -> None:
        """Note a fault where too little came of it, so that nothing was tried."""
        if count < least:
            self.faults.append(f"{name}: {count:,}, which is under {least:,}.")
