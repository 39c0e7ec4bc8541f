package io.framelog.viewer.discovery;

import io.framelog.frame.StreamName;
import io.framelog.viewer.catalog.Catalog;
import io.framelog.viewer.http.Feature;
import io.framelog.viewer.http.Routes;
import io.framelog.viewer.kafka.ConsumerFactory;
import io.framelog.viewer.kafka.ConsumerThread;
import io.framelog.viewer.kafka.KafkaHealth;
import io.framelog.viewer.kafka.RecordFilter;
import io.framelog.viewer.live.LiveStreams;
import io.framelog.viewer.metrics.ClientMetric;
import io.framelog.viewer.metrics.Meters;
import io.framelog.viewer.motion.MotionBoard;
import io.framelog.viewer.part.PartPool;
import io.framelog.viewer.receiving.WatchPlan;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/** Finds the streams in the topic, on one thread with one consumer, and serves the list of them. */
public final class DiscoveryFeature implements Feature {
    private final Catalog catalog;
    private final KafkaHealth health;
    private final NewestFrames newestFrames;
    private final StreamsResource resource;
    private final WatchedAges watchedAges;
    private final LiveStreams watched;
    private final ConsumerThread thread;

    /**
     * Creates the feature; {@link #start()} starts its thread.
     *
     * @param catalog discovery keeps it up to date
     * @param pool the memory for frames
     * @param motion in which streams something moves
     * @param onPlan called when the receiver may have to read other partitions
     */
    public DiscoveryFeature(
            ConsumerFactory consumers,
            String topic,
            KafkaHealth health,
            Catalog catalog,
            LiveStreams streams,
            WatchPlan plan,
            RecordFilter filter,
            PartPool pool,
            MotionBoard motion,
            Runnable onPlan) {
        this.catalog = catalog;
        this.health = health;
        watched = streams;
        watchedAges = new WatchedAges(streams, catalog);
        newestFrames = new NewestFrames(topic, catalog, filter, pool, this::wake);
        resource = new StreamsResource(catalog, streams, health, filter.foreign(), motion);
        FirstPicture firstPicture = new FirstPicture(newestFrames, streams);
        thread = new ConsumerThread(
                "discovery",
                consumers::discovery,
                new StreamDiscovery(topic, catalog, plan, filter, newestFrames, firstPicture, health, onPlan),
                health);
        java.util.function.Consumer<StreamName> changed = stream -> {
            onPlan.run();
            firstPicture.show(stream);
        };
        streams.listen(changed, onPlan);
        catalog.onMove(changed);
    }

    private void wake() {
        thread.wake();
    }

    /** Finds the newest frames of streams. */
    public NewestFrames newestFrames() {
        return newestFrames;
    }

    /** Serves the list of streams. */
    public StreamsResource streams() {
        return resource;
    }

    @Override
    public void addRoutes(Routes routes) {
        routes.get("/streams", resource::answer);
    }

    @Override
    public List<ClientMetric> clientMetrics() {
        return List.of(watchedAges);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters.of(registry, health)
                .gauge(
                        "kafka.ready",
                        "1 if Kafka answers and has the topic",
                        kafka -> kafka.now().isReady() ? 1 : 0);
        Meters.of(registry, catalog)
                .gauge("streams", "known streams", known -> known.names().size())
                .gauge(
                        "streams.clock.skew.seconds",
                        "how wrong the clock of the stream is whose clock is most wrong",
                        known -> known.worstClockSkew().toMillis() / 1e3)
                .limit("streams.limit", "limit of known streams", Catalog.MAX_STREAMS)
                .counter("streams.refused", "streams left out: limit reached", Catalog::refusedCount);
        Meters.of(registry, watched)
                .gauge("watched.streams", "streams that somebody watches", now -> now.names()
                        .size())
                .limit(
                        "watched.streams.limit",
                        "limit of watched streams with metrics of their own",
                        WatchedAges.MAX_STREAMS);
        Meters.of(registry, newestFrames)
                .gauge("lookups.waiting", "requests that wait for a newest frame", NewestFrames::waiting)
                .limit("lookups.limit", "limit of waiting requests", NewestFrames.MAX_WAITING);
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public boolean isAlive() {
        return thread.isAlive();
    }

    @Override
    public void close() {
        thread.close();
    }
}
