"""Events upwards: frozen dataclasses that a lower room publishes and higher rooms handle."""

from dataclasses import asdict, dataclass

REGISTRY: dict[str, type["Event"]] = {}


@dataclass(frozen=True)
class Event:
    """Something that happened; subclasses hold plain keys only (int, str)."""

    def __init_subclass__(cls, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        REGISTRY[cls.name()] = cls

    @classmethod
    def name(cls) -> str:
        """Return `<room>.<EventName>`."""
        return f"{cls.__module__.split('.')[0]}.{cls.__name__}"

    def payload(self) -> dict[str, object]:
        """Return the fields as JSON-ready values."""
        return asdict(self)
