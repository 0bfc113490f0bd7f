"""What the pages that evaluate have in common: when there is nothing that they could evaluate."""

from typing import Final

from dashboard import components
from dashboard.context import Context
from dashboard.i18n import tr
from validation.text import mark

EXAMPLE: Final = mark(
    "Overview and Partnership show each figure by itself; the simulated example, under Workspace, "
    "shows how this page looks where partnerships return figures."
)


def possible(context: Context, why_not: str, *, instead: str = EXAMPLE) -> bool:
    """Tell whether a workspace holds returns; if not, say why the page has nothing to show.

    Args:
        context: the page's.
        why_not: marked; why the page makes nothing of totals as they were printed.
        instead: marked; where to look instead.
    """
    if not context.filters.offered.partnerships:
        components.no_data()
        return False
    if context.source.provenance.published:
        components.empty(tr(why_not), tr(instead))
        return False
    return True
