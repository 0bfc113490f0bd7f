"""Vega-Lite JSON, and a page that works offline."""

import json
from html import escape

import vl_convert

from dashboard.charts.figure import Figure
from dashboard.exporting.images import figure_spec
from dashboard.exporting.provenance import facts


def vega_lite(figure: Figure) -> bytes:
    """Write the picture as Vega-Lite with its data in it."""
    made = figure_spec(figure) | {"usermeta": facts(figure)}
    return json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True).encode()


def html(figure: Figure) -> bytes:
    """Write a page that draws the picture without any network, its scripts within."""
    page = vl_convert.vegalite_to_html(figure_spec(figure), bundle=True)
    head = (
        f"<title>{escape(figure.title)}</title>"
        f'<meta name="description" content="{escape(figure.description)}">'
    )
    opening = f'<html lang="{figure.metadata.language}">'
    return page.replace("<html>", opening, 1).replace("<head>", "<head>" + head, 1).encode()
