package io.framelog.viewer;

import io.framelog.cli.CommandFailure;
import io.framelog.event.EventTopic;
import io.framelog.kafka.KafkaOptions;
import io.framelog.viewer.catalog.Catalog;
import io.framelog.viewer.channel.ChannelFeature;
import io.framelog.viewer.clip.ClipFeature;
import io.framelog.viewer.detect.DetectionFeature;
import io.framelog.viewer.discovery.DiscoveryFeature;
import io.framelog.viewer.events.EventCounters;
import io.framelog.viewer.events.EventFanOut;
import io.framelog.viewer.events.EventsFeature;
import io.framelog.viewer.forget.ForgetFeature;
import io.framelog.viewer.history.HistoryFeature;
import io.framelog.viewer.history.MomentParameters;
import io.framelog.viewer.http.AddressLimit;
import io.framelog.viewer.http.DescriptorReserve;
import io.framelog.viewer.http.Feature;
import io.framelog.viewer.http.Gate;
import io.framelog.viewer.http.HealthResource;
import io.framelog.viewer.http.Page;
import io.framelog.viewer.http.Routes;
import io.framelog.viewer.http.SlowRequests;
import io.framelog.viewer.kafka.ConsumerFactory;
import io.framelog.viewer.kafka.KafkaHealth;
import io.framelog.viewer.kafka.RecordFilter;
import io.framelog.viewer.kafka.SkippedRecords;
import io.framelog.viewer.live.LiveFeature;
import io.framelog.viewer.live.LiveStreams;
import io.framelog.viewer.login.Access;
import io.framelog.viewer.metrics.Metrics;
import io.framelog.viewer.motion.MotionBoard;
import io.framelog.viewer.motion.MotionFeature;
import io.framelog.viewer.part.PartPool;
import io.framelog.viewer.preview.PreviewFeature;
import io.framelog.viewer.receiving.FrameReceiver;
import io.framelog.viewer.receiving.ReceiverCounters;
import io.framelog.viewer.receiving.ReceivingFeature;
import io.framelog.viewer.receiving.WatchPlan;
import io.framelog.viewer.replay.ReplayFeature;
import io.framelog.viewer.review.ReviewFeature;
import io.framelog.viewer.silence.SilenceFeature;
import io.framelog.viewer.snapshot.SnapshotFeature;
import io.framelog.viewer.thumbnail.Thumbnails;
import io.framelog.viewer.timeline.TimelineFeature;
import io.framelog.viewer.timeline.TimelineReader;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The viewer's features. Frames go from the receiver's thread to the fan-out's thread, which sends them to the clients.
 * Discovery's thread updates the catalog, where the receiver finds the partitions to read.
 */
final class ViewerFeatures {
    private static final Logger LOG = LoggerFactory.getLogger(ViewerFeatures.class);

    /** Frames may use the heap's limit divided by this. A JVM allows as much direct memory as heap. */
    private static final int POOL_DIVISOR = 2;

    /** Replayed frames may use, in addition, the memory for frames divided by this. */
    private static final int REPLAY_DIVISOR = 2;

    private final ViewerOptions options;
    private final LiveStreams streams = new LiveStreams();
    private final ConsumerFactory consumers;
    private final KafkaHealth health;
    private final DiscoveryFeature discovery;
    private final AddressLimit costly;
    private final Page page;
    private final Access access;
    private final SlowRequests slowRequests = new SlowRequests(SlowRequests.LIMIT);
    private final DescriptorReserve reserve = new DescriptorReserve();
    private final StatsLine figures;

    /** Features that hold connections. They close before the server, which does not manage such connections. */
    private final List<Feature> streaming;

    /** Features that answer at once, or work for others. They close after the server. */
    private final List<Feature> supporting;

    /** All of them, in the order in which they answer an address that several have. */
    private final List<Feature> all;

    /** @throws CommandFailure if a setting of the Kafka clients is wrong, or the file of users cannot be used */
    ViewerFeatures(ViewerOptions options, KafkaOptions kafka) {
        this.options = options;
        String topic = kafka.topic();
        EventTopic eventTopic = EventTopic.of(topic);
        consumers = new ConsumerFactory(kafka);
        health = new KafkaHealth(kafka.address(), topic, kafka::diagnose);
        Catalog catalog = new Catalog(Clock.systemUTC(), System::nanoTime);
        PartPool pool = new PartPool(Runtime.getRuntime().maxMemory() / POOL_DIVISOR);
        ReceiverCounters received = new ReceiverCounters();
        RecordFilter filter = new RecordFilter(options.maxFrameBytes(), received.skipped());
        WatchPlan plan = new WatchPlan(streams, catalog);
        MomentParameters moments = new MomentParameters(Clock.systemUTC(), catalog);

        page = new Page(options.frameAncestors());
        access = options.access().access(options.crossOrigin(), page, moments);
        AddressLimit connections =
                AddressLimit.ofConnections(access.addresses(), options.access().maxViewersPerAddress());
        costly = AddressLimit.ofCostlyRequests(access.addresses());

        LiveFeature live = new LiveFeature(
                streams,
                options.maxViewers(),
                connections,
                options.sendBuffer(),
                options.stallLimit(),
                System::nanoTime);
        ReceivingFeature receiving = new ReceivingFeature(
                consumers,
                health,
                new FrameReceiver(topic, plan, streams, catalog, pool, filter, received),
                received,
                pool);
        MotionBoard motion = new MotionBoard();
        discovery = new DiscoveryFeature(
                consumers, topic, health, catalog, streams, plan, filter, pool, motion, receiving::reconsider);
        HistoryFeature history = new HistoryFeature(consumers, topic, catalog, filter);
        KafkaHealth eventHealth = new KafkaHealth(kafka.address(), eventTopic.name(), Optional::empty);
        EventFanOut events = new EventFanOut(
                eventTopic,
                consumers,
                eventHealth,
                catalog,
                discovery.streams()::json,
                new EventCounters(EventFanOut.MAX_CLIENTS),
                options.stallLimit());
        TimelineReader timelines =
                new TimelineReader(partition -> catalog.streamsIn(partition).size() > 1, options.timelines());

        PreviewFeature previews = new PreviewFeature(live, pool, options.previewThreads());
        ReplayFeature replays = new ReplayFeature(
                live,
                previews.previews(),
                history,
                plan,
                discovery.streams(),
                moments,
                options.maxReplays(),
                pool.limit() / REPLAY_DIVISOR);
        streaming = List.of(
                replays,
                previews,
                live,
                new ChannelFeature(
                        live, previews.previews(), replays.opener(), events, discovery.streams(), options.sendBuffer()),
                new ClipFeature(options.clips(), history, moments, access.addresses()),
                new EventsFeature(events, discovery.streams(), options.sendBuffer(), connections, costly, moments));
        Optional<Feature> detection = options.detection()
                .map(wanted -> new DetectionFeature(
                        kafka,
                        DetectionFeature.GROUP,
                        wanted,
                        new RecordFilter(options.maxFrameBytes(), new SkippedRecords()),
                        health));
        supporting = Stream.concat(
                        detection.stream(),
                        Stream.of(
                                new SnapshotFeature(
                                        new Thumbnails(),
                                        SnapshotFeature.MAX_SNAPSHOTS,
                                        streams,
                                        discovery.newestFrames(),
                                        history,
                                        pool,
                                        health,
                                        moments),
                                new TimelineFeature(timelines, history, health, moments),
                                new ReviewFeature(eventTopic, consumers, discovery.streams(), moments, costly),
                                receiving,
                                discovery,
                                history,
                                new SilenceFeature(kafka, consumers, health, catalog),
                                new ForgetFeature(kafka, consumers, access.addresses()),
                                new MotionFeature(
                                        eventTopic,
                                        consumers,
                                        motion,
                                        KafkaHealth.silent(kafka.address(), eventTopic.name())),
                                connections,
                                costly,
                                slowRequests,
                                reserve))
                .toList();
        all = Stream.of(streaming, supporting).flatMap(List::stream).toList();
        figures = new StatsLine(received, live.counters(), streams);
    }

    /**
     * The addresses of all of them, and those of health checks.
     *
     * @param retiring whether the viewer is about to end
     */
    Routes routes(BooleanSupplier retiring) {
        Routes routes = new Routes(discovery.streams(), options.defaultStream(), access.gate(), costly);
        all.forEach(feature -> feature.addRoutes(routes));
        access.features().forEach(feature -> feature.addRoutes(routes));
        page.addRoutes(routes);
        new HealthResource(() -> all.stream().allMatch(Feature::isAlive), retiring, health).addRoutes(routes);
        return routes;
    }

    /** A port of its own without addresses, which needs no login. */
    Routes openRoutes() {
        return new Routes(discovery.streams(), options.defaultStream(), Gate.OPEN, costly);
    }

    /** The metrics of all of them. They can still be read when everything is closed. */
    Metrics metrics() {
        return new Metrics(all);
    }

    /** The figures for the log. */
    StatsLine figures() {
        return figures;
    }

    /** How many clients watch. */
    int viewers() {
        return streams.viewers();
    }

    /**
     * Reads the certificate for the ports.
     *
     * @throws CommandFailure if it, or a setting of the Kafka clients, cannot be used
     */
    Ports ports() {
        consumers.check();
        return new Ports(options, access.guard(), slowRequests, reserve);
    }

    /** Starts all threads, without waiting for Kafka. */
    void start() {
        all.forEach(Feature::start);
    }

    /** Closes those that hold connections, to be called before the servers close. */
    void closeStreaming() {
        streaming.forEach(ViewerFeatures::close);
    }

    /**
     * Closes the others, to be called after the servers have closed. All of them close at the same time, because each
     * may wait for Kafka.
     */
    void closeSupporting() {
        List<Thread> closing = supporting.stream()
                .map(feature -> new Thread(() -> close(feature), "close"))
                .toList();
        closing.forEach(Thread::start);
        try {
            for (Thread thread : closing) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** An error in one feature must not keep the others open. */
    private static void close(Feature feature) {
        try {
            feature.close();
        } catch (RuntimeException e) {
            LOG.error(
                    "unexpected error while closing {}; continuing",
                    feature.getClass().getSimpleName(),
                    e);
        }
    }
}
