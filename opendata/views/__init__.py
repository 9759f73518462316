"""The public record for programs and spreadsheets."""
