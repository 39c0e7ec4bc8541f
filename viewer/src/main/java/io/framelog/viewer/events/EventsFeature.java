package io.framelog.viewer.events;

import io.framelog.frame.StreamAddress;
import io.framelog.frame.StreamName;
import io.framelog.viewer.access.Identity;
import io.framelog.viewer.connection.SendBuffer;
import io.framelog.viewer.history.MomentParameters;
import io.framelog.viewer.http.AddressLimit;
import io.framelog.viewer.http.Admission;
import io.framelog.viewer.http.Feature;
import io.framelog.viewer.http.Routes;
import io.framelog.viewer.http.StreamNames;
import io.framelog.viewer.metrics.Meters;
import io.javalin.http.Context;
import io.micrometer.core.instrument.MeterRegistry;

/** Sends the events of streams to clients, as Server-Sent Events. */
public final class EventsFeature implements Feature {
    private final EventFanOut events;
    private final StreamNames streams;
    private final EventsResource resource;

    /**
     * Starts no thread before the first client.
     *
     * @param perAddress the most connections of one address
     * @param costly the most that read the past for one address
     */
    public EventsFeature(
            EventFanOut events,
            StreamNames streams,
            SendBuffer sendBuffer,
            AddressLimit perAddress,
            AddressLimit costly,
            MomentParameters moments) {
        this.events = events;
        this.streams = streams;
        resource = new EventsResource(events, sendBuffer, perAddress, costly, moments);
    }

    @Override
    public void addRoutes(Routes routes) {
        routes.get("/events", context -> resource.answer(context, Admission.of(context)::sees));
        routes.get("/streams/{name}/events", context -> resource.answer(context, stream(context)::equals));
    }

    /**
     * The stream of the request. If the client resumes after an event, the stream need not be known: this viewer may
     * have just started, and a browser does not retry after a "not found".
     */
    private StreamName stream(Context context) {
        String name = Routes.name(context);
        Identity client = Admission.of(context);
        return EventsResource.lastEventId(context)
                .flatMap(resumed -> streams.find(name, client).or(() -> StreamAddress.names(name).stream()
                        .filter(client::sees)
                        .findFirst()))
                .orElseGet(() -> streams.require(name, client));
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters.of(registry, events.counters())
                .gauge("events.clients", "connected event clients", EventCounters::clients)
                .gauge("events.clients.limit", "limit of event clients", EventCounters::clientLimit)
                .counter("events.clients.refused", "event clients refused: limit reached", EventCounters::refusedCount)
                .counter("events.clients.stalled", "event clients disconnected: stalled", EventCounters::stalledCount)
                .counter("events.sent", "events sent to clients", EventCounters::sentCount)
                .counter("events.skipped", "records that are not events or too large", EventCounters::skippedCount)
                .counter("events.past.reads", "reads of older events", EventCounters::pastReadCount);
    }

    @Override
    public boolean isAlive() {
        return events.isAlive();
    }

    @Override
    public void close() {
        events.close();
    }
}
