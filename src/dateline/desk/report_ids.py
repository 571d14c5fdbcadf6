"""The ids of reports within addresses: any text, with slashes and line feeds."""

from __future__ import annotations

from typing import Final

from starlette.convertors import PathConvertor, register_url_convertor

ANY: Final = "report_id"
"""The convertor of paths that an id stands at the end of: `f"/reports/{{report:{ANY}}}"`."""


class ReportIdConvertor(PathConvertor):
    """As `path`, whose pattern leaves out line feeds."""

    regex = r"[\s\S]*"


register_url_convertor(ANY, ReportIdConvertor())
