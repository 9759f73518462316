"""The public record as flat tables and as API objects."""
