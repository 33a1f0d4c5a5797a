"""Metrics, logs and spans. None of them ever holds a body, a key or an error's text."""

import json
import logging
import random
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import structlog
from opentelemetry import trace
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import (
    BatchSpanProcessor,
    SimpleSpanProcessor,
    SpanExporter,
    SpanExportResult,
)
from opentelemetry.trace import NonRecordingSpan, SpanContext, SpanKind, TraceFlags
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from shared.runtime.settings import Settings
from shared.runtime.wire import Taken

log: structlog.stdlib.BoundLogger = structlog.get_logger("selvbooking")

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
AGES = (0.01, 0.05, 0.1, 0.5, 1, 5, 30, 60, 300, 3600, 86_400)
SIZES = (1, 5, 10, 50, 100, 500, 1000, 2000, 5000)


class Metrics:
    """Everything on `/metrics`. Names start with `selvbooking_`; units are seconds and messages."""

    def __init__(self, service: str) -> None:
        self.registry = registry = CollectorRegistry()
        prefix = "selvbooking"
        self.messages = Counter(
            f"{prefix}_messages_total",
            "Messages by what became of them: in, out, refused, held, parked, dead, repeated, ignored.",
            ["what", "topic"],
            registry=registry,
        )
        self.batch_seconds = Histogram(
            f"{prefix}_batch_seconds", "One batch, from decoding to commit.", registry=registry, buckets=SECONDS
        )
        self.batch_messages = Histogram(
            f"{prefix}_batch_messages", "Messages in one batch.", registry=registry, buckets=SIZES
        )
        self.event_age = Histogram(
            f"{prefix}_event_age_seconds",
            "From when the platform knew of a message to its commit here; of each batch the longest.",
            registry=registry,
            buckets=AGES,
        )
        self.retries = Counter(
            f"{prefix}_retries_total", "Waits for something that was away.", ["of"], registry=registry
        )
        self.fenced = Counter(f"{prefix}_fenced_total", "Batches thrown away: shard taken over.", registry=registry)
        self.takeovers = Counter(f"{prefix}_takeovers_total", "Shards taken.", registry=registry)
        self.shards = Gauge(f"{prefix}_shards", "Shards owned by this worker.", registry=registry)
        self.held = Gauge(f"{prefix}_held_messages", "Commands that wait for their causes.", registry=registry)
        self.parked = Gauge(f"{prefix}_parked_messages", "Messages that wait behind a defect.", registry=registry)
        self.lag = Gauge(f"{prefix}_consumer_lag", "Records not yet read, by topic.", ["topic"], registry=registry)
        self.unpublished = Gauge(f"{prefix}_journal_lag", "Journal rows not yet published.", registry=registry)
        self.oldest = Gauge(f"{prefix}_journal_oldest_seconds", "Age of the oldest unpublished row.", registry=registry)
        self.timer_lag = Gauge(
            f"{prefix}_timer_lag_seconds", "How long the first timer has been due.", registry=registry
        )
        self.ready = Gauge(f"{prefix}_ready", "1 when ready.", registry=registry)
        Gauge(f"{prefix}_info", "Which service this is.", ["service"], registry=registry).labels(service).set(1)


def configure_logs(settings: Settings, service: str) -> None:
    """JSON lines on standard output, with service, worker and, inside a span, its trace id."""

    def trace_ids(_: object, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
        context = trace.get_current_span().get_span_context()
        if context.is_valid:
            event["trace_id"], event["span_id"] = f"{context.trace_id:032x}", f"{context.span_id:016x}"
        return event

    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        trace_ids,
        lambda _, __, event: {"service": service, "worker": settings.worker, **event},
        structlog.processors.ExceptionRenderer(
            structlog.tracebacks.ExceptionDictTransformer(show_locals=False, max_frames=20)
        ),
        without_texts,
    ]
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    handler.addFilter(Throttle())
    logging.basicConfig(handlers=[handler], level=settings.log_level, force=True)
    logging.getLogger("aiokafka").setLevel(max(logging.WARNING, logging.getLevelName(settings.log_level)))
    logging.getLogger("selvbooking.faststream").setLevel(logging.WARNING)
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def without_texts(_: object, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """An error's text may quote data (PostgreSQL shows the failing row); its type and place do not."""
    pending = list(event.get("exception") or ())
    while pending:
        shown = pending.pop()
        shown["exc_value"], shown["exc_notes"] = "", []
        pending += [each for group in shown.get("exceptions") or () for each in group]
    return event


class Throttle(logging.Filter):
    """The Kafka client repeats itself thousands of times a minute while a broker is away; each line passes once in 5 s."""

    def __init__(self) -> None:
        super().__init__()
        self._last: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if not record.name.startswith("aiokafka"):
            return True
        key = f"{record.name}{record.lineno}"
        if record.created - self._last.get(key, -10.0) < 5:
            return False
        self._last[key] = record.created
        return True


class SpanFile(SpanExporter):
    """Finished spans as JSON lines."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a")

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        for span in spans:
            self._file.write(json.dumps(json.loads(span.to_json(indent=None))) + "\n")
        self._file.flush()
        return SpanExportResult.SUCCESS

    def shutdown(self) -> None:
        self._file.close()


def configure_spans(settings: Settings, service: str) -> TracerProvider:
    """Spans go to a file, to an OTLP endpoint, or nowhere."""
    provider = TracerProvider(
        resource=Resource.create({"service.name": service, "service.instance.id": settings.worker})
    )
    if settings.spans is not None:
        provider.add_span_processor(SimpleSpanProcessor(SpanFile(settings.spans)))
    if settings.otlp is not None:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # slow to load

        provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=settings.otlp)))
    trace.set_tracer_provider(provider)
    return provider


def new_trace(share: float) -> str:
    """A `traceparent` for a command that came without one, or nothing: tracing starts for a share of them."""
    if share < 1 and random.random() >= share:
        return ""
    return f"00-{random.getrandbits(128):032x}-{random.getrandbits(64):016x}-01"


def trace_ids(traceparent: str) -> dict[str, str]:
    """The trace id of a message for its log line; nothing for a message that has none."""
    parts = traceparent.split("-")
    return {"trace_id": parts[1]} if len(parts) == 4 else {}


@contextmanager
def traced(service: str, taken: Taken) -> Iterator[str]:
    """A span around one decision if its trace is sampled; gives the `traceparent` that its outputs carry."""
    parent = _context(taken.trace)
    if parent is None or not parent.trace_flags.sampled:
        yield taken.trace
        return
    tracer = trace.get_tracer("selvbooking")
    with tracer.start_as_current_span(
        f"{service} {taken.type}",
        context=trace.set_span_in_context(NonRecordingSpan(parent)),
        kind=SpanKind.CONSUMER,
        record_exception=False,
        attributes={
            "messaging.system": "kafka",
            "messaging.operation.type": "process",
            "messaging.destination.name": taken.topic,
            "messaging.message.id": taken.id,
        },
    ) as span:
        own = span.get_span_context()
        yield f"00-{own.trace_id:032x}-{own.span_id:016x}-01" if own.is_valid else taken.trace


def _context(traceparent: str) -> SpanContext | None:
    try:
        _, trace_id, span_id, flags = traceparent.split("-")
        return SpanContext(int(trace_id, 16), int(span_id, 16), is_remote=True, trace_flags=TraceFlags(int(flags, 16)))
    except ValueError:
        return None
