package io.framelog.viewer.events;

import io.framelog.frame.StreamName;
import io.framelog.viewer.connection.SendBuffer;
import io.framelog.viewer.connection.Takeover;
import io.framelog.viewer.history.Moment;
import io.framelog.viewer.http.Problem;
import io.framelog.viewer.http.ProblemException;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers with what happens to streams, as Server-Sent Events, for as long as the client stays. */
final class EventsResource {
    private static final String CONTENT_TYPE = "text/event-stream;charset=utf-8";

    private final EventFanOut events;
    private final SendBuffer sendBuffer;
    private final Clock clock;

    /** @param clock what times such as {@code -5m} count from */
    EventsResource(EventFanOut events, SendBuffer sendBuffer, Clock clock) {
        this.clock = clock;
        this.events = events;
        this.sendBuffer = sendBuffer;
    }

    /** @param stream tells of this one alone; empty for all */
    void answer(Context context, Optional<StreamName> stream) throws IOException {
        EventStart start = start(context);
        // Requests that arrive at this very moment may go beyond the limit: by as many as there are request threads.
        if (events.counters().clients() >= events.counters().clientLimit()) {
            events.counters().refused();
            throw new ProblemException(Problem.unavailable(
                    "this viewer has its limit of " + events.counters().clientLimit() + " clients that hear events"));
        }
        HttpServletResponse response = context.res();
        response.setContentType(CONTENT_TYPE);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Accel-Buffering", "no");
        // The events end with the connection: no chunks, in HTTP/1.1 as in 1.0.
        response.setHeader("Connection", "close");
        response.flushBuffer();
        if (!context.method().equals(HandlerType.HEAD)) {
            Takeover.of(context, sendBuffer, outlet -> events.open(stream, start, outlet));
        }
    }

    /** The last event that a client has which comes again: as browsers say it, or in the address. */
    static Optional<String> lastEventId(Context context) {
        return Optional.ofNullable(context.header("Last-Event-ID"))
                .filter(id -> !id.isEmpty())
                .or(() -> Optional.ofNullable(context.queryParam("lastEventId")))
                .filter(id -> !id.isEmpty());
    }

    /** What a client says that comes again goes before the address, which is the same each time. */
    private EventStart start(Context context) {
        Optional<String> id = lastEventId(context);
        if (id.isPresent()) {
            try {
                return EventStart.after(id.get());
            } catch (IllegalArgumentException e) {
                throw new ProblemException(Problem.badRequest("Last-Event-ID " + id.get() + ": " + e.getMessage()));
            }
        }
        @Nullable String since = context.queryParam("since");
        return since == null ? EventStart.LATEST : since(since);
    }

    private EventStart since(String text) {
        Moment moment;
        try {
            moment = Moment.parse(text, clock.instant());
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.badRequest("since=" + text + ": " + e.getMessage()));
        }
        if (moment instanceof Moment.At at) {
            return EventStart.since(at.instant());
        }
        if (moment instanceof Moment.Exactly) {
            throw new ProblemException(
                    Problem.badRequest("since=" + text + ": a time is wanted; Last-Event-ID takes an event's id"));
        }
        return moment instanceof Moment.Earliest ? EventStart.EARLIEST : EventStart.LATEST;
    }
}
