"""What every file says about itself."""

from datetime import UTC, datetime, time

from dashboard.charts.figure import Figure


def facts(figure: Figure) -> dict[str, str]:
    """Return title, author, source, version and the rest by the names that file formats use."""
    data = figure.metadata
    return {
        "Title": figure.title,
        "Author": data.author,
        "Description": figure.description,
        "Source": data.source,
        "Version": data.version_label,
        "Creation Time": data.version_date.isoformat(),
        "Ledger head": data.head,
        "Disclaimer": figure.words.simulated if figure.simulated else "",
        "Comment": data.note,
    }


def moment(figure: Figure) -> datetime:
    """Return the time a file is dated: midnight UTC of its data version's day."""
    return datetime.combine(figure.metadata.version_date, time(), UTC)
