"""What handlers share: how one is written, and what becomes of what goes wrong in it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import ClientDisconnect, HTTPConnection, Request
from starlette.responses import JSONResponse, Response
from starlette.websockets import WebSocket

from briefing.building import incident
from briefing.core.errors import BriefingError, of_the_system
from briefing.desk import plain_values
from briefing.desk.bodies import Unfit
from briefing.desk.desk import Desk
from briefing.desk.errands import Refused
from briefing.desk.open_issue import OpenIssue

Handler = Callable[[Request], Awaitable[Response]]
Listener = Callable[[WebSocket], Awaitable[None]]


class Handlers:
    """Of one part of the desk. `reading`, `changing` and `listening`: address → handler."""

    reading: dict[str, Handler]
    changing: dict[str, Handler]
    listening: dict[str, Listener]

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.listening = {}

    async def _issue(self, request: HTTPConnection) -> OpenIssue:
        return await self._desk.issue(request.path_params["name"])


def answered_by(handler: Handler) -> Handler:
    """What goes wrong as an answer that the page can show."""

    async def answered(request: Request) -> Response:
        try:
            return await handler(request)
        except Unfit as error:
            return JSONResponse({"why": str(error)}, error.status)
        except Refused as error:
            return JSONResponse({"why": "", "findings": error.findings}, 409)
        except BriefingError as error:
            return JSONResponse({"why": "", "findings": plain_values.findings(error.diagnostics)}, 409)
        except ClientDisconnect:
            return Response(status_code=400)  # whom nobody hears any more: a window was closed, a telephone lost its network
        except KeyError:
            return JSONResponse({"why": "没有找到，可能已经移走或删去"}, 404)
        except Exception as error:
            refused = of_the_system(error, "编辑台工作")
            told = refused.diagnostics if refused else (incident.finding(error, "编辑台工作"),)
            return JSONResponse({"why": "", "findings": plain_values.findings(told)}, 409 if refused else 500)

    return answered
