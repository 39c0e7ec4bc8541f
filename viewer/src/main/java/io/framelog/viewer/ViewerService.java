package io.framelog.viewer;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import io.framelog.event.EventTopic;
import io.framelog.kafka.KafkaOptions;
import io.framelog.latency.StatsLog;
import io.framelog.viewer.access.UnusableUsersFileException;
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
import io.framelog.viewer.http.HttpServer;
import io.framelog.viewer.http.MetricsResource;
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
import io.framelog.viewer.tls.Tls;
import io.framelog.viewer.tls.TlsFiles;
import io.framelog.viewer.tls.UnusableTlsFilesException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the viewer's features, and the HTTP server that serves them. Frames go from the receiver's thread to the
 * fan-out's thread, which sends them to the clients. Discovery's thread updates the catalog, where the receiver finds
 * the partitions to read.
 */
final class ViewerService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ViewerService.class);

    /** Frames may use the heap's limit divided by this. A JVM allows as much direct memory as heap. */
    private static final int POOL_DIVISOR = 2;

    /** Replayed frames may use, in addition, the memory for frames divided by this. */
    private static final int REPLAY_DIVISOR = 2;

    /** How long proxies have to notice that the viewer is about to end, if it shows a stream to somebody. */
    private static final Duration RETIREMENT = Duration.ofSeconds(1);

    private final ViewerOptions options;
    private final LiveStreams streams = new LiveStreams();
    private final ConsumerFactory consumers;
    private final StatsLine figures;
    private final Metrics metrics;
    private final Access access;
    private final SlowRequests slowRequests = new SlowRequests(SlowRequests.LIMIT);
    private final DescriptorReserve reserve = new DescriptorReserve();
    private final Routes routes;
    private final Routes metricsRoutes;

    /** Features that hold connections. They close before the server, which does not manage such connections. */
    private final List<Feature> streaming;

    /** Features that answer at once, or work for others. They close after the server. */
    private final List<Feature> supporting;

    /** All of them, in the order in which they answer an address that several have. */
    private final List<Feature> features;

    private @Nullable HttpServer server;
    private @Nullable HttpServer metricsServer;
    private @Nullable StatsLog stats;
    private boolean closed;
    private volatile boolean retiring;

    /** @throws CommandFailure if a setting of the Kafka clients is wrong */
    ViewerService(ViewerOptions options, KafkaOptions kafka) {
        this.options = options;
        String topic = kafka.topic();
        EventTopic eventTopic = EventTopic.of(topic);
        consumers = new ConsumerFactory(kafka);
        KafkaHealth health = new KafkaHealth(kafka.address(), topic, kafka::diagnose);
        Catalog catalog = new Catalog(Clock.systemUTC(), System::nanoTime);
        PartPool pool = new PartPool(Runtime.getRuntime().maxMemory() / POOL_DIVISOR);
        ReceiverCounters received = new ReceiverCounters();
        RecordFilter filter = new RecordFilter(options.maxFrameBytes(), received.skipped());
        WatchPlan plan = new WatchPlan(streams, catalog);
        MomentParameters moments = new MomentParameters(Clock.systemUTC(), catalog);

        Page page = new Page(options.frameAncestors());
        access = access(options, page, moments);
        AddressLimit connections =
                AddressLimit.ofConnections(access.addresses(), options.access().maxViewersPerAddress());
        AddressLimit costly = AddressLimit.ofCostlyRequests(access.addresses());

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
        DiscoveryFeature discovery = new DiscoveryFeature(
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
                new TimelineReader(partition -> catalog.streamsIn(partition).size() > 1);

        ReplayFeature replays = new ReplayFeature(
                live, history, plan, discovery.streams(), moments, options.maxReplays(), pool.limit() / REPLAY_DIVISOR);
        PreviewFeature previews = new PreviewFeature(live, pool, options.previewThreads());
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
        features = Stream.of(streaming, supporting).flatMap(List::stream).toList();
        metrics = new Metrics(features);
        figures = new StatsLine(received, live.counters(), streams);
        routes = new Routes(discovery.streams(), options.defaultStream(), access.gate(), costly);
        metricsRoutes = options.access().metricsPort() == 0
                ? routes
                : new Routes(discovery.streams(), options.defaultStream(), Gate.OPEN, costly);
        features.forEach(feature -> feature.addRoutes(routes));
        access.features().forEach(feature -> feature.addRoutes(routes));
        page.addRoutes(routes);
        new HealthResource(() -> features.stream().allMatch(Feature::isAlive), () -> retiring, health)
                .addRoutes(routes);
        new MetricsResource(metrics).addRoutes(metricsRoutes);
    }

    /**
     * Starts to listen, whether or not Kafka is reachable.
     *
     * @throws CommandFailure if the viewer cannot listen on the address, the certificate cannot be used, or a setting
     *     of the Kafka clients is wrong
     */
    synchronized void start() {
        if (closed) {
            return;
        }
        consumers.check();
        @Nullable Tls tls = options.tls().map(ViewerService::read).orElse(null);
        // The threads create the Kafka clients while Jetty starts, because both take equally long.
        features.forEach(Feature::start);
        server = listen(options.port(), routes, tls);
        if (metricsRoutes != routes) {
            metricsServer = listen(options.access().metricsPort(), metricsRoutes, tls);
        }
        if (!options.stats().isZero()) {
            stats = new StatsLog(options.stats(), figures::sinceLast);
        }
    }

    private static Access access(ViewerOptions options, Page page, MomentParameters moments) {
        AccessSettings settings = options.access();
        try {
            return settings.users()
                    .map(users -> Access.ofUsers(
                            users.file(),
                            users.key(),
                            settings.trustedProxies(),
                            settings.allowedHosts(),
                            options.crossOrigin(),
                            page,
                            moments))
                    .orElseGet(() ->
                            Access.open(settings.trustedProxies(), settings.allowedHosts(), options.crossOrigin()));
        } catch (UnusableUsersFileException e) {
            throw new CommandFailure(ExitCode.NO_INPUT, String.valueOf(e.getMessage()), e);
        }
    }

    private HttpServer listen(int port, Routes served, @Nullable Tls tls) {
        try {
            return new HttpServer(
                    options.host(),
                    port,
                    tls,
                    options.stallLimit(),
                    served,
                    options.crossOrigin(),
                    access.guard(),
                    slowRequests,
                    reserve);
        } catch (UncheckedIOException e) {
            throw new CommandFailure(ExitCode.UNAVAILABLE, whyNotListening(e, port), e);
        }
    }

    private static Tls read(TlsFiles files) {
        try {
            return new Tls(files, Tls.CHECK_INTERVAL);
        } catch (UnusableTlsFilesException e) {
            throw new CommandFailure(ExitCode.NO_INPUT, String.valueOf(e.getMessage()), e);
        }
    }

    private String whyNotListening(Throwable fault, int port) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                String reason = String.valueOf(cause.getMessage());
                if (reason.contains("in use")) {
                    return "port " + port + " of " + options.host()
                            + " is already in use; stop the other program, or choose another port with "
                            + (port == options.port() ? "--port" : "--metrics-port");
                }
                return "cannot listen on " + options.host() + ":" + port + ": " + reason + "; see --host and --port";
            }
        }
        return "cannot listen on " + options.host() + ":" + port + ": " + fault.getMessage();
    }

    /** The viewer's URL. */
    synchronized String address() {
        int port = server == null ? options.port() : server.port();
        String host = options.host().contains(":") ? "[" + options.host() + "]" : options.host();
        return (options.tls().isPresent() ? "https://" : "http://") + host + ":" + port + "/";
    }

    /** The metrics of all features. They can still be read after {@link #close()}. */
    Metrics metrics() {
        return metrics;
    }

    /**
     * Tells proxies, by {@code /readyz}, to send new clients elsewhere; waits a moment while clients are served. To be
     * called before {@link #close()} where other viewers may be behind the same proxy.
     */
    void retire() {
        retiring = true;
        if (streams.viewers() > 0) {
            try {
                TimeUnit.MILLISECONDS.sleep(RETIREMENT.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Stops the viewer. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (stats != null) {
            stats.close(figures.sinceBeginning());
        }
        streaming.forEach(ViewerService::close);
        Stream.of(server, metricsServer).filter(Objects::nonNull).forEach(HttpServer::close);
        supporting.forEach(ViewerService::close);
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
