package io.framelog.viewer.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.framelog.event.EventTopic;
import io.framelog.frame.Frame;
import io.framelog.frame.ImageFormat;
import io.framelog.frame.Position;
import io.framelog.frame.Stages;
import io.framelog.frame.StreamName;
import io.framelog.kafka.KafkaOptions;
import io.framelog.viewer.catalog.Catalog;
import io.framelog.viewer.catalog.ObservedFrame;
import io.framelog.viewer.clip.ClipLimits;
import io.framelog.viewer.clip.ClipMetrics;
import io.framelog.viewer.concurrent.Slots;
import io.framelog.viewer.connection.SendBuffer;
import io.framelog.viewer.discovery.NewestFrames;
import io.framelog.viewer.events.EventCounters;
import io.framelog.viewer.events.EventFanOut;
import io.framelog.viewer.events.EventMetrics;
import io.framelog.viewer.history.HistoryExecutor;
import io.framelog.viewer.history.HistoryMetrics;
import io.framelog.viewer.history.HistoryReaders;
import io.framelog.viewer.history.PastFrames;
import io.framelog.viewer.kafka.ConsumerFactory;
import io.framelog.viewer.kafka.KafkaHealth;
import io.framelog.viewer.kafka.RecordFilter;
import io.framelog.viewer.live.FanOut;
import io.framelog.viewer.live.FanOutCounters;
import io.framelog.viewer.live.LiveStream;
import io.framelog.viewer.live.LiveStreams;
import io.framelog.viewer.metrics.Metrics;
import io.framelog.viewer.part.Part;
import io.framelog.viewer.part.PartPool;
import io.framelog.viewer.part.Receipt;
import io.framelog.viewer.receiving.ReceiverCounters;
import io.framelog.viewer.receiving.WatchPlan;
import io.framelog.viewer.replay.ReplayMetrics;
import io.framelog.viewer.replay.Replays;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.thumbnail.ThumbnailMetrics;
import io.framelog.viewer.thumbnail.Thumbnails;
import io.framelog.viewer.timeline.TimelineReader;
import io.framelog.viewer.tls.Tls;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** All of a viewer but Kafka: the test says which frames come. */
final class TestServer implements AutoCloseable {
    static final int MAX_VIEWERS = 64;
    static final int MAX_REPLAYS = 2;
    static final int MAX_EVENT_CLIENTS = 3;
    /** More than the server has threads. */
    static final int MAX_SNAPSHOTS = 20;

    static final Duration STALL_LIMIT = Duration.ofSeconds(2);
    static final StreamName CAMERA = new StreamName("camera");

    final PartPool pool = new PartPool(64 << 20);
    final LiveStreams streams = new LiveStreams();
    final FanOutCounters counters = new FanOutCounters();
    final Catalog catalog = new Catalog(Clock.systemUTC(), System::nanoTime);

    final Slots snapshots = new Slots(MAX_SNAPSHOTS);

    /** What the fan-out takes for the time. */
    final AtomicLong nanos = new AtomicLong();

    /** Whether Kafka's threads run. */
    final AtomicBoolean alive = new AtomicBoolean(true);

    final EventFanOut events;
    private final FanOut fanOut = new FanOut(streams, counters, STALL_LIMIT, nanos::get);
    private final String scheme;
    private final HttpServer server;
    private final HistoryReaders history;
    private final HistoryExecutor lookups;
    private final Thumbnails thumbnails = new Thumbnails();
    private final Replays replays;
    private long offset;

    TestServer() {
        this(null);
    }

    /** @param tls for HTTPS; null for HTTP */
    TestServer(@Nullable Tls tls) {
        scheme = tls == null ? "http" : "https";
        KafkaHealth health = new KafkaHealth("nowhere:9092", "video-stream");
        ReceiverCounters received = new ReceiverCounters();
        RecordFilter filter = new RecordFilter(1 << 20, received.skipped());
        NewestFrames newestFrames = new NewestFrames("video-stream", catalog, filter, pool, () -> {});
        KafkaOptions nowhere = new KafkaOptions();
        new CommandLine(nowhere).parseArgs("--bootstrap-server", "127.0.0.1:1");
        history = new HistoryReaders(new ConsumerFactory(nowhere), "video-stream", catalog, filter);
        lookups = new HistoryExecutor(history);
        replays = new Replays(fanOut, history, new WatchPlan(streams, catalog), MAX_REPLAYS, 1 << 20);
        Clips clips = new Clips(ClipLimits.DEFAULT);
        fanOut.start();
        events = new EventFanOut(
                EventTopic.of("video-stream"),
                new ConsumerFactory(nowhere),
                health,
                catalog,
                HttpParts.statusJson(catalog, streams, health),
                new EventCounters(MAX_EVENT_CLIENTS),
                STALL_LIMIT);
        server = new HttpServer(
                "127.0.0.1",
                0,
                tls,
                new HttpParts(
                        fanOut,
                        streams,
                        catalog,
                        newestFrames,
                        health,
                        new Metrics(
                                received,
                                counters,
                                streams,
                                catalog,
                                newestFrames,
                                health,
                                pool,
                                snapshots,
                                List.of(
                                        new ReplayMetrics(replays),
                                        new HistoryMetrics(history, lookups),
                                        new ThumbnailMetrics(thumbnails),
                                        new ClipMetrics(clips.slots(), clips.counters()),
                                        new EventMetrics(events.counters()))),
                        SendBuffer.BY_FRAME,
                        StreamName.DEFAULT,
                        MAX_VIEWERS,
                        snapshots,
                        STALL_LIMIT,
                        alive::get,
                        replays,
                        clips,
                        history,
                        new HistoryParts(
                                lookups,
                                new PastFrames(lookups, pool),
                                new TimelineReader(partition -> true),
                                thumbnails),
                        events));
        makeKnown(CAMERA);
    }

    void makeKnown(StreamName name) {
        catalog.observe(
                new ObservedFrame(name, false, 0, offset++, System.currentTimeMillis() * 1000, Optional.empty()), true);
    }

    int port() {
        return server.port();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(scheme + "://127.0.0.1:" + port() + path));
    }

    /** A frame arrives from Kafka. */
    void arrives(StreamName name, byte[] image) {
        LiveStream stream = streams.find(name);
        assertNotNull(stream, "somebody watches it");
        stream.offer(part(name, image));
    }

    /** A frame as the receiver hands it over. */
    Part part(StreamName name, byte[] image) {
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

    /** Ends it; fails where something of a frame's memory, or a viewer, is left over. */
    @Override
    public void close() {
        replays.close();
        fanOut.close();
        events.close();
        server.close();
        lookups.close();
        thumbnails.close();
        history.close();
        Await.until(() -> pool.partsInUse() + " frames are in use at the end", () -> pool.partsInUse() == 0);
        assertEquals(0, streams.viewers());
    }
}
