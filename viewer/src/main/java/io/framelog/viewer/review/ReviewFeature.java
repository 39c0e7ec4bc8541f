package io.framelog.viewer.review;

import io.framelog.event.EventTopic;
import io.framelog.viewer.concurrent.Slots;
import io.framelog.viewer.history.MomentParameters;
import io.framelog.viewer.http.AddressLimit;
import io.framelog.viewer.http.Feature;
import io.framelog.viewer.http.Routes;
import io.framelog.viewer.http.StreamNames;
import io.framelog.viewer.kafka.ConsumerFactory;
import io.framelog.viewer.metrics.Meters;
import io.micrometer.core.instrument.MeterRegistry;

/** Shows past events in pages, the newest first. */
public final class ReviewFeature implements Feature {
    private final Slots slots = new Slots(ReviewResource.MAX_PAGES);
    private final EventPages pages;
    private final ReviewResource resource;
    private final ReviewParameters parameters;

    /**
     * Starts no thread before the first page.
     *
     * @param costly the most pages for one address at a time
     */
    public ReviewFeature(
            EventTopic topic,
            ConsumerFactory consumers,
            StreamNames streams,
            MomentParameters moments,
            AddressLimit costly) {
        pages = new EventPages(topic, consumers);
        resource = new ReviewResource(pages, slots, costly);
        parameters = new ReviewParameters(moments, streams);
    }

    @Override
    public void addRoutes(Routes routes) {
        routes.getPast("/events.json", context -> resource.answer(context, parameters.ofStreams(context)));
        routes.past(
                "/events.json", (context, stream) -> resource.answer(context, parameters.ofStream(context, stream)));
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters.of(registry, pages)
                .counter("events.pages.read", "pages of past events that were read", EventPages::pageCount)
                .counter("events.pages.records", "records read for these pages", EventPages::recordCount);
        Meters.of(registry, slots)
                .gauge("events.pages", "pages of past events that are read or sent", Slots::used)
                .limit("events.pages.limit", "limit of these pages", slots.limit())
                .counter("events.pages.refused", "pages refused: limit reached", Slots::refusedCount);
    }

    @Override
    public void close() {
        pages.close();
    }
}
