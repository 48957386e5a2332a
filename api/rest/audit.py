"""The audit over REST."""

from __future__ import annotations

from apiflask import APIBlueprint

from api.auditing import this_month
from api.parts import parts
from api.rest.etags import tag_by_version
from api.rest.paging import Page, PageQuery, page_of
from api.rest.schemas import AuditPage
from graph.audit import Verdict
from graph.views.audit import audit_view
from graph.views.shapes import AuditLine

audit = APIBlueprint("audit", __name__, url_prefix="/api/v1/audit")
tag_by_version(audit)


class AuditQuery(PageQuery):
    """Which findings: of one verdict, put aside or not; all when nothing is asked."""

    verdict: Verdict | None = None
    aside: bool | None = None


@audit.get("")
@audit.input(AuditQuery, location="query")
@audit.output(AuditPage)
def audit_list(query_data: AuditQuery) -> Page[AuditLine]:
    """The audit's findings, the gravest first. Put one aside by a decision of kind `dismissal` on its identity."""
    made = parts()
    view = audit_view(
        made.library,
        this_month(made),
        verdicts=(query_data.verdict,) if query_data.verdict else tuple(Verdict),
        aside=query_data.aside,
        after=query_data.after,
        limit=query_data.limit + 1,
    )
    return page_of(view.lines, query_data.limit, lambda line: line.id)
