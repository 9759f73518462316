from .events import event_digest, next_reference, plain, record
from .log import write_checkpoint

__all__ = ["event_digest", "next_reference", "plain", "record", "write_checkpoint"]
