"""A reader without a browser: speaks a Streamlit page's own protocol, as its web client does."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import Final

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from benchmarks.served import HOST

PATIENCE: Final = 60.0
"""How long a message may take, in seconds."""


@dataclass(frozen=True)
class Answer:
    """What a page sent.

    Attributes:
        chart_at: the moment its first chart arrived, of `time.perf_counter`; None where no chart
            was sent anew: what a session has already is sent as a reference.
        spec: that chart's Vega-Lite, as JSON.
    """

    chart_at: float | None = None
    spec: str = ""


@dataclass(frozen=True)
class Session:
    """A reader's connection to a served page."""

    connection: ClientConnection

    def rerun(self, *, query: str = "", page: str = "") -> Answer:
        """Ask for a page and take in all of it.

        Args:
            query: the part of the page's address after the question mark.
            page: the last part of its path.

        Raises:
            RuntimeError: the page failed.
        """
        asked = BackMsg()
        asked.rerun_script.query_string = query
        asked.rerun_script.page_name = page
        self.connection.send(asked.SerializeToString())
        answer = Answer()
        while True:
            message = ForwardMsg()
            message.ParseFromString(self.connection.recv(PATIENCE, decode=False))
            match message.WhichOneof("type"):
                case "script_finished":
                    if message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
                        raise RuntimeError("the page did not finish")
                    return answer
                case "page_not_found":
                    raise RuntimeError(f"there is no page {page}")
                case "delta":
                    answer = _seen(message.delta.new_element, answer)
                case _:
                    pass


def _seen(element: Element, answer: Answer) -> Answer:
    """Return the answer with an element taken into account."""
    match element.WhichOneof("type"):
        case "exception":
            raise RuntimeError(element.exception.message)
        case "vega_lite_chart" if answer.chart_at is None:
            return Answer(perf_counter(), element.vega_lite_chart.spec)
        case _:
            return answer


@contextmanager
def session(port: int) -> Generator[Session]:
    """Open a new session."""
    address = f"ws://{HOST}:{port}/_stcore/stream"
    with connect(address, subprotocols=[Subprotocol("streamlit")], max_size=None) as connection:
        yield Session(connection)
