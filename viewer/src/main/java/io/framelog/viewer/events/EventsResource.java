package io.framelog.viewer.events;

import io.framelog.frame.StreamName;
import io.framelog.viewer.connection.Carrier;
import io.framelog.viewer.connection.SendBuffer;
import io.framelog.viewer.history.Moment;
import io.framelog.viewer.history.MomentParameters;
import io.framelog.viewer.http.AddressLimit;
import io.framelog.viewer.http.Problem;
import io.framelog.viewer.http.ProblemException;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/** Sends the events of streams, as Server-Sent Events, until the client disconnects. */
final class EventsResource {
    private static final String CONTENT_TYPE = "text/event-stream;charset=utf-8";
    private static final String SINCE = Moment.TIMES + "; an event's id goes into Last-Event-ID";

    private final EventFanOut events;
    private final SendBuffer sendBuffer;
    private final AddressLimit perAddress;
    private final AddressLimit costly;
    private final MomentParameters moments;

    EventsResource(
            EventFanOut events,
            SendBuffer sendBuffer,
            AddressLimit perAddress,
            AddressLimit costly,
            MomentParameters moments) {
        this.perAddress = perAddress;
        this.costly = costly;
        this.moments = moments;
        this.events = events;
        this.sendBuffer = sendBuffer;
    }

    /** @param streams the streams to send events of */
    void answer(Context context, Predicate<StreamName> streams) throws IOException {
        EventFilter filter = new EventFilter(streams, EventKinds.of(context));
        EventStart start = start(context);
        events.requireRoom();
        perAddress.require(context);
        Runnable onCaughtUp = readsPast(context, start) ? costly.require(context) : () -> {};
        HttpServletResponse response = context.res();
        response.setContentType(CONTENT_TYPE);
        response.setHeader("Cache-Control", "no-store, no-transform");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Accel-Buffering", "no");
        Carrier carrier = Carrier.of(ServletContextRequest.getServletContextRequest(context.req()));
        carrier.announceEnd(response);
        response.flushBuffer();
        if (!context.method().equals(HandlerType.HEAD)) {
            carrier.takeOver(context, sendBuffer, outlet -> events.open(filter, start, onCaughtUp, outlet));
        }
    }

    /** Returning clients come all at once after an outage, and browsers do not try again after a refusal. */
    private static boolean readsPast(Context context, EventStart start) {
        return !(start instanceof EventStart.Latest) && lastEventId(context).isEmpty();
    }

    /** The id of the last event that a returning client received, from the header or the query. */
    static Optional<String> lastEventId(Context context) {
        return Optional.ofNullable(context.header("Last-Event-ID"))
                .filter(id -> !id.isEmpty())
                .or(() -> Optional.ofNullable(context.queryParam("lastEventId")))
                .filter(id -> !id.isEmpty());
    }

    /** The last event's id takes precedence over {@code since}, because a returning client sends both. */
    private EventStart start(Context context) {
        Optional<String> id = lastEventId(context);
        if (id.isPresent()) {
            try {
                return EventStart.after(id.get());
            } catch (IllegalArgumentException e) {
                throw new ProblemException(Problem.badRequest("Last-Event-ID " + id.get() + ": " + e.getMessage()));
            }
        }
        return moments.time(context, "since", SINCE).map(EventsResource::since).orElse(EventStart.LATEST);
    }

    private static EventStart since(Moment moment) {
        if (moment instanceof Moment.At at) {
            return EventStart.since(at.instant());
        }
        return moment instanceof Moment.Earliest ? EventStart.EARLIEST : EventStart.LATEST;
    }
}
