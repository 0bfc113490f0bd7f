"""Serves the app: fonts and health beside the pages, security headers on everything."""

import gc
import os
import socket
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import streamlit as st
import uvicorn
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard import cached, components
from dashboard.charts.fonts import FOLDER
from dashboard.choices import OPERATION, OPERATIONS
from data.workspaces import Workspace, to_environment

SCRIPT: Final = Path(__file__).with_name("app.py")
PAGES: Final = "dashboard.pages"
HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'unsafe-eval' 'unsafe-inline' blob:; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        "connect-src 'self' ws: wss:; worker-src 'self' blob:; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class SecurityHeaders:
    """ASGI middleware that puts the security headers on every HTTP answer."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add the headers to what comes back."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


async def _health(_request: Request) -> JSONResponse:
    return JSONResponse({"status": "ok"})


async def _operation(request: Request) -> RedirectResponse:
    """Lead from an address below that of operations to the page, which says if there is none."""
    asked = urlencode({**request.query_params, OPERATION.key: request.path_params[OPERATION.key]})
    return RedirectResponse(f"../{OPERATIONS}?{asked}")


@asynccontextmanager
async def _lifespan(_app: st.App) -> AsyncGenerator[None]:
    """Import what pages need and warm the latest versions before the first visitor comes."""
    import_module(PAGES)
    cached.warm()
    gc.collect()
    gc.freeze()
    yield


def application() -> st.App:
    """Build the application that an ASGI server runs."""
    return st.App(
        SCRIPT,
        lifespan=_lifespan,
        routes=[
            Mount("/fonts", StaticFiles(directory=FOLDER)),
            Route("/health", _health),
            Route(f"/{OPERATIONS}/{{{OPERATION.key}}}", _operation),
        ],
        middleware=[Middleware(SecurityHeaders)],
        on_script_error=components.failed,
    )


def listening(host: str, port: int) -> socket.socket:
    """Take an address, before anything slow is done, so that one that is taken is told at once.

    Args:
        host: address to listen on.
        port: port to listen on; 0 for any that is free.

    Raises:
        OSError: the address cannot be had.
    """
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    taken = socket.socket(family, kind, protocol)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind(address)
        taken.listen()
    except OSError:
        taken.close()
        raise
    return taken


def serve(workspaces: Sequence[Workspace], taken: socket.socket) -> None:
    """Serve the workspaces until interrupted.

    Args:
        workspaces: named warehouses; the first is shown unless a link names another.
        taken: where to listen, from `listening`.
    """
    os.environ.update(to_environment(workspaces))
    config = uvicorn.Config(application(), log_config=None, access_log=False)
    with taken, suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[taken])
