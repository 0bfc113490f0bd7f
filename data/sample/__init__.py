"""Published figures as CSV, each row with its source (docs/public-record.md)."""
