package io.framelog.viewer.testing;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.framelog.event.EventTopic;
import io.framelog.frame.Frame;
import io.framelog.frame.ImageFormat;
import io.framelog.frame.Position;
import io.framelog.frame.Stages;
import io.framelog.frame.StreamName;
import io.framelog.kafka.KafkaOptions;
import io.framelog.viewer.access.AddressRange;
import io.framelog.viewer.catalog.Catalog;
import io.framelog.viewer.catalog.ObservedFrame;
import io.framelog.viewer.channel.ChannelFeature;
import io.framelog.viewer.clip.ClipFeature;
import io.framelog.viewer.clip.ClipLimits;
import io.framelog.viewer.connection.SendBuffer;
import io.framelog.viewer.discovery.DiscoveryFeature;
import io.framelog.viewer.events.EventCounters;
import io.framelog.viewer.events.EventFanOut;
import io.framelog.viewer.events.EventsFeature;
import io.framelog.viewer.forget.ForgetFeature;
import io.framelog.viewer.history.HistoryFeature;
import io.framelog.viewer.history.MomentParameters;
import io.framelog.viewer.http.AddressLimit;
import io.framelog.viewer.http.CrossOrigin;
import io.framelog.viewer.http.DescriptorReserve;
import io.framelog.viewer.http.Feature;
import io.framelog.viewer.http.FrameAncestors;
import io.framelog.viewer.http.HealthResource;
import io.framelog.viewer.http.HttpServer;
import io.framelog.viewer.http.MetricsResource;
import io.framelog.viewer.http.Page;
import io.framelog.viewer.http.Routes;
import io.framelog.viewer.http.SlowRequests;
import io.framelog.viewer.kafka.ConsumerFactory;
import io.framelog.viewer.kafka.KafkaHealth;
import io.framelog.viewer.kafka.RecordFilter;
import io.framelog.viewer.live.FanOutCounters;
import io.framelog.viewer.live.LiveFeature;
import io.framelog.viewer.live.LiveStream;
import io.framelog.viewer.live.LiveStreams;
import io.framelog.viewer.login.Access;
import io.framelog.viewer.metrics.Metrics;
import io.framelog.viewer.motion.MotionBoard;
import io.framelog.viewer.part.Part;
import io.framelog.viewer.part.PartPool;
import io.framelog.viewer.part.Receipt;
import io.framelog.viewer.preview.PreviewFeature;
import io.framelog.viewer.preview.Reducer;
import io.framelog.viewer.receiving.FrameReceiver;
import io.framelog.viewer.receiving.ReceiverCounters;
import io.framelog.viewer.receiving.ReceivingFeature;
import io.framelog.viewer.receiving.WatchPlan;
import io.framelog.viewer.replay.ReplayFeature;
import io.framelog.viewer.review.ReviewFeature;
import io.framelog.viewer.snapshot.SnapshotFeature;
import io.framelog.viewer.thumbnail.Thumbnails;
import io.framelog.viewer.timeline.TimelineFeature;
import io.framelog.viewer.timeline.TimelineLimits;
import io.framelog.viewer.timeline.TimelineReader;
import io.framelog.viewer.tls.Tls;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** The viewer's features on a free port, without Kafka. The test provides the frames. */
public final class TestServer implements AutoCloseable {
    public static final int MAX_VIEWERS = 64;
    /** Only if there are users. */
    public static final int MAX_PER_ADDRESS = 3;

    public static final int MAX_REPLAYS = 2;
    public static final int MAX_EVENT_CLIENTS = 3;
    /** More than the server has threads. */
    public static final int MAX_SNAPSHOTS = 20;

    public static final Duration STALL_LIMIT = Duration.ofSeconds(2);
    public static final StreamName CAMERA = new StreamName("camera");

    /** The website whose scripts may read the answers. */
    public static final String FRIEND = "https://www.example.org";

    private static final String TOPIC = "video-stream";

    public final PartPool pool = new PartPool(64 << 20);
    public final LiveStreams streams = new LiveStreams();
    public final FanOutCounters counters;

    /** The time that the fan-out sees. */
    public final AtomicLong nanos = new AtomicLong();

    /** Whether the health check considers all threads to be running. */
    public final AtomicBoolean alive = new AtomicBoolean(true);

    public final EventFanOut events;
    private final Catalog catalog = new Catalog(Clock.systemUTC(), System::nanoTime);
    private final List<Feature> features;
    private final Metrics metrics;
    private final String scheme;
    private final HttpServer server;
    private long offset;

    public TestServer() {
        this(null, new Thumbnails(), Optional.empty(), Optional.empty());
    }

    /** @param tls for HTTPS; null for HTTP */
    public TestServer(@Nullable Tls tls) {
        this(tls, new Thumbnails(), Optional.empty(), Optional.empty());
    }

    /** @param users the file of users; the session key is made beside it */
    public TestServer(Path users) {
        this(null, new Thumbnails(), Optional.of(users), Optional.empty());
    }

    /** @param users the file of users; the session key is made beside it */
    public TestServer(Tls tls, Path users) {
        this(tls, new Thumbnails(), Optional.of(users), Optional.empty());
    }

    /** @param thumbnails the thumbnails to serve */
    public TestServer(@Nullable Tls tls, Thumbnails thumbnails) {
        this(tls, thumbnails, Optional.empty(), Optional.empty());
    }

    /** @param reducers make pictures smaller */
    public TestServer(Reducer.Factory reducers) {
        this(null, new Thumbnails(), Optional.empty(), Optional.of(reducers));
    }

    private TestServer(
            @Nullable Tls tls, Thumbnails thumbnails, Optional<Path> users, Optional<Reducer.Factory> reducers) {
        scheme = tls == null ? "http" : "https";
        KafkaOptions nowhere = new KafkaOptions();
        new CommandLine(nowhere).parseArgs("--bootstrap-server", "127.0.0.1:1");
        ConsumerFactory consumers = new ConsumerFactory(nowhere);
        KafkaHealth health = new KafkaHealth("nowhere:9092", TOPIC, Optional::empty);
        ReceiverCounters received = new ReceiverCounters();
        RecordFilter filter = new RecordFilter(1 << 20, received.skipped());
        WatchPlan plan = new WatchPlan(streams, catalog);
        MomentParameters moments = new MomentParameters(Clock.systemUTC(), catalog);
        Page page = new Page(FrameAncestors.of(List.of("https://www.example.org", "self")));
        CrossOrigin crossOrigin = CrossOrigin.of(List.of(FRIEND));
        List<AddressRange> proxies = users.isEmpty() ? List.of() : List.of(AddressRange.parse("127.0.0.1"));
        Access access = users.map(file -> Access.ofUsers(
                        file, file.resolveSibling("key"), proxies, List.of("cameras.test"), crossOrigin, page, moments))
                .orElseGet(() -> Access.open(proxies, List.of("cameras.test"), crossOrigin));
        AddressLimit connections =
                AddressLimit.ofConnections(access.addresses(), users.isEmpty() ? 0 : MAX_PER_ADDRESS);
        AddressLimit costly = AddressLimit.ofCostlyRequests(access.addresses());
        LiveFeature live =
                new LiveFeature(streams, MAX_VIEWERS, connections, SendBuffer.BY_FRAME, STALL_LIMIT, nanos::get);
        counters = live.counters();
        DiscoveryFeature discovery = new DiscoveryFeature(
                consumers, TOPIC, health, catalog, streams, plan, filter, pool, new MotionBoard(), () -> {});
        HistoryFeature history = new HistoryFeature(consumers, TOPIC, catalog, filter);
        events = new EventFanOut(
                EventTopic.of(TOPIC),
                consumers,
                health,
                catalog,
                discovery.streams()::json,
                new EventCounters(MAX_EVENT_CLIENTS),
                STALL_LIMIT);
        PreviewFeature previews = reducers.map(given -> new PreviewFeature(live, pool, 1, given))
                .orElseGet(() -> new PreviewFeature(live, pool, 1));
        ReplayFeature replays = new ReplayFeature(
                live, previews.previews(), history, plan, discovery.streams(), moments, MAX_REPLAYS, 1 << 20);
        SlowRequests slow = new SlowRequests(STALL_LIMIT);
        features = List.of(
                replays,
                previews,
                live,
                new ChannelFeature(
                        live, previews.previews(), replays.opener(), events, discovery.streams(), SendBuffer.BY_FRAME),
                new ClipFeature(ClipLimits.DEFAULT, history, moments, access.addresses()),
                new EventsFeature(events, discovery.streams(), SendBuffer.BY_FRAME, connections, costly, moments),
                new ReviewFeature(EventTopic.of(TOPIC), consumers, discovery.streams(), moments, costly),
                new SnapshotFeature(
                        thumbnails, MAX_SNAPSHOTS, streams, discovery.newestFrames(), history, pool, health, moments),
                new TimelineFeature(
                        new TimelineReader(partition -> true, TimelineLimits.DEFAULT), history, health, moments),
                new ReceivingFeature(
                        consumers,
                        health,
                        new FrameReceiver(TOPIC, plan, streams, catalog, pool, filter, received),
                        received,
                        pool),
                discovery,
                history,
                new ForgetFeature(nowhere, consumers, access.addresses()),
                connections,
                costly,
                slow);
        metrics = new Metrics(features);
        Routes routes = new Routes(discovery.streams(), StreamName.DEFAULT, access.gate(), costly);
        features.forEach(feature -> feature.addRoutes(routes));
        access.features().forEach(feature -> feature.addRoutes(routes));
        page.addRoutes(routes);
        new HealthResource(alive::get, () -> false, health).addRoutes(routes);
        new MetricsResource(metrics).addRoutes(routes);
        live.start();
        server = new HttpServer(
                "127.0.0.1", 0, tls, STALL_LIMIT, routes, crossOrigin, access.guard(), slow, new DescriptorReserve());
        makeKnown(CAMERA);
    }

    /** The value of a metric, by its Prometheus name. */
    public double metric(String name) {
        return Scrape.value(metrics.scrape(any -> true), name);
    }

    public void makeKnown(StreamName name) {
        catalog.observe(
                new ObservedFrame(name, false, 0, offset++, System.currentTimeMillis() * 1000, Optional.empty()), true);
    }

    public int port() {
        return server.port();
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(scheme + "://127.0.0.1:" + port() + path));
    }

    /** Delivers a frame as if it came from Kafka. */
    public void arrives(StreamName name, byte[] image) {
        LiveStream stream = streams.find(name);
        assertNotNull(stream, "somebody watches it");
        stream.offer(part(name, image));
    }

    /** Makes a frame as the receiver would. */
    public Part part(StreamName name, byte[] image) {
        Frame frame = new Frame(
                name,
                ImageFormat.detect(ByteBuffer.wrap(image)).orElseThrow(),
                ByteBuffer.wrap(image),
                1_000_000,
                Optional.empty(),
                Optional.empty(),
                Stages.UNKNOWN);
        Part part = pool.fill(frame, new Position(0, 0), new Receipt(nanos.get(), 1_002_000));
        assertNotNull(part, "there is memory for it");
        return part;
    }

    /** Stops the server; fails if a frame or a viewer is left over. */
    @Override
    public void close() {
        features.forEach(Feature::close);
        server.close();
        Await.until(() -> pool.partsInUse() + " frames are in use at the end", () -> pool.partsInUse() == 0);
        // A connection that is opened only now is ended by the thread that opens it.
        Await.until(() -> streams.viewers() + " clients watch at the end", () -> streams.viewers() == 0);
    }
}
