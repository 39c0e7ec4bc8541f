package io.framelog.viewer;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import io.framelog.event.EventTopic;
import io.framelog.kafka.KafkaOptions;
import io.framelog.latency.StatsLog;
import io.framelog.viewer.catalog.Catalog;
import io.framelog.viewer.clip.ClipMetrics;
import io.framelog.viewer.concurrent.Slots;
import io.framelog.viewer.discovery.FirstPicture;
import io.framelog.viewer.discovery.NewestFrames;
import io.framelog.viewer.discovery.StreamDiscovery;
import io.framelog.viewer.events.EventCounters;
import io.framelog.viewer.events.EventFanOut;
import io.framelog.viewer.events.EventMetrics;
import io.framelog.viewer.history.HistoryExecutor;
import io.framelog.viewer.history.HistoryMetrics;
import io.framelog.viewer.history.HistoryReaders;
import io.framelog.viewer.history.PastFrames;
import io.framelog.viewer.http.Clips;
import io.framelog.viewer.http.HistoryParts;
import io.framelog.viewer.http.HttpParts;
import io.framelog.viewer.http.HttpServer;
import io.framelog.viewer.kafka.ConsumerFactory;
import io.framelog.viewer.kafka.ConsumerThread;
import io.framelog.viewer.kafka.KafkaHealth;
import io.framelog.viewer.kafka.RecordFilter;
import io.framelog.viewer.live.FanOut;
import io.framelog.viewer.live.FanOutCounters;
import io.framelog.viewer.live.LiveStreams;
import io.framelog.viewer.metrics.Metrics;
import io.framelog.viewer.metrics.StatsLine;
import io.framelog.viewer.part.PartPool;
import io.framelog.viewer.receiving.FrameReceiver;
import io.framelog.viewer.receiving.ReceiverCounters;
import io.framelog.viewer.receiving.WatchPlan;
import io.framelog.viewer.replay.ReplayMetrics;
import io.framelog.viewer.replay.Replays;
import io.framelog.viewer.thumbnail.ThumbnailMetrics;
import io.framelog.viewer.thumbnail.Thumbnails;
import io.framelog.viewer.timeline.TimelineReader;
import io.framelog.viewer.tls.Tls;
import io.framelog.viewer.tls.TlsFiles;
import io.framelog.viewer.tls.UnusableTlsFilesException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A viewer, put together. Frames go from the receiver's thread to the fan-out's and from there to the clients; discovery's
 * thread keeps the catalog, by which the receiver knows what to read.
 */
final class ViewerService implements AutoCloseable {
    /** The share of the heap's limit that frames may take beside it: JVMs allow direct memory as much as heap. */
    private static final int POOL_SHARE = 2;

    /** What replayed frames may take beside, as a divisor of the same. */
    private static final int REPLAY_SHARE = 2;

    private final ViewerOptions options;
    private final ReceiverCounters receiverCounters = new ReceiverCounters();
    private final FanOutCounters fanOutCounters = new FanOutCounters();
    private final LiveStreams streams = new LiveStreams();
    private final Catalog catalog = new Catalog(Clock.systemUTC(), System::nanoTime);
    private final PartPool pool = new PartPool(Runtime.getRuntime().maxMemory() / POOL_SHARE);
    private final ConsumerFactory consumers;
    private final KafkaHealth health;
    private final NewestFrames newestFrames;
    private final ConsumerThread receiver;
    private final ConsumerThread discovery;
    private final FanOut fanOut;
    private final HistoryReaders history;
    private final HistoryExecutor lookups;
    private final Thumbnails thumbnails = new Thumbnails();
    private final Replays replays;
    private final Clips clips;
    private final EventFanOut events;
    private final StatsLine figures = new StatsLine(receiverCounters, fanOutCounters, streams);
    private @Nullable HttpServer server;
    private @Nullable StatsLog stats;
    private boolean closed;

    /** @throws CommandFailure if Kafka's settings cannot be right */
    ViewerService(ViewerOptions options, KafkaOptions kafka) {
        this.options = options;
        String topic = kafka.topic();
        consumers = new ConsumerFactory(kafka);
        health = new KafkaHealth(kafka.address(), topic);
        fanOut = new FanOut(streams, fanOutCounters, options.stallLimit(), System::nanoTime);
        RecordFilter filter = new RecordFilter(options.maxFrameBytes(), receiverCounters.skipped());
        WatchPlan plan = new WatchPlan(streams, catalog);
        history = new HistoryReaders(consumers, topic, catalog, filter);
        lookups = new HistoryExecutor(history);
        replays = new Replays(fanOut, history, plan, options.maxReplays(), pool.limit() / REPLAY_SHARE);
        receiver = new ConsumerThread(
                "receiver",
                consumers::receiver,
                new FrameReceiver(topic, plan, streams, catalog, pool, filter, receiverCounters),
                health);
        newestFrames = new NewestFrames(topic, catalog, filter, pool, this::wakeDiscovery);
        FirstPicture firstPicture = new FirstPicture(newestFrames, streams);
        discovery = new ConsumerThread(
                "discovery",
                consumers::discovery,
                new StreamDiscovery(
                        topic, catalog, plan, filter, newestFrames, firstPicture, health, receiver::interruptPoll),
                health);
        clips = new Clips(options.clips());
        EventTopic eventTopic = EventTopic.of(topic);
        events = new EventFanOut(
                eventTopic,
                consumers,
                new KafkaHealth(kafka.address(), eventTopic.name()),
                catalog,
                HttpParts.statusJson(catalog, streams, health),
                new EventCounters(EventFanOut.MAX_CLIENTS),
                options.stallLimit());
        streams.listen(
                name -> {
                    receiver.interruptPoll();
                    firstPicture.show(name);
                },
                receiver::interruptPoll);
        catalog.onMove(name -> {
            receiver.interruptPoll();
            firstPicture.show(name);
        });
    }

    private void wakeDiscovery() {
        discovery.wake();
    }

    /**
     * Listens from now on, whether Kafka is there or not.
     *
     * @throws CommandFailure if the address cannot be had, the certificate cannot be used, or a setting of Kafka's clients is
     *     wrong
     */
    synchronized void start() {
        if (closed) {
            return;
        }
        consumers.check();
        @Nullable Tls tls = options.tls().map(ViewerService::read).orElse(null);
        // Kafka's clients take as long to set up as Jetty does: beside it.
        discovery.start();
        receiver.start();
        fanOut.start();
        Slots snapshots = new Slots(HttpParts.MAX_SNAPSHOTS);
        Metrics metrics = new Metrics(
                receiverCounters,
                fanOutCounters,
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
                        new EventMetrics(events.counters())));
        HttpParts parts = new HttpParts(
                fanOut,
                streams,
                catalog,
                newestFrames,
                health,
                metrics,
                options.sendBuffer(),
                options.defaultStream(),
                options.maxViewers(),
                snapshots,
                options.stallLimit(),
                () -> fanOut.isAlive() && receiver.isAlive() && discovery.isAlive() && events.isAlive(),
                replays,
                clips,
                history,
                new HistoryParts(
                        lookups,
                        new PastFrames(lookups, pool),
                        new TimelineReader(
                                partition -> catalog.streamsIn(partition).size() > 1),
                        thumbnails),
                events);
        try {
            server = new HttpServer(options.host(), options.port(), tls, parts);
        } catch (UncheckedIOException e) {
            throw new CommandFailure(ExitCode.UNAVAILABLE, whyNotListening(e), e);
        }
        if (!options.stats().isZero()) {
            stats = new StatsLog(options.stats(), figures::sinceLast);
        }
    }

    private static Tls read(TlsFiles files) {
        try {
            return new Tls(files, Tls.LOOK_AFTER);
        } catch (UnusableTlsFilesException e) {
            throw new CommandFailure(ExitCode.NO_INPUT, String.valueOf(e.getMessage()), e);
        }
    }

    private String whyNotListening(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                String reason = String.valueOf(cause.getMessage());
                if (reason.contains("in use")) {
                    return "port " + options.port() + " of " + options.host()
                            + " is taken: stop what listens there, or choose another with --port";
                }
                return options.host() + ":" + options.port() + " cannot be listened on: " + reason
                        + "; choose others with --host and --port";
            }
        }
        return options.host() + ":" + options.port() + " cannot be listened on: " + fault.getMessage();
    }

    /** Where browsers find it. */
    synchronized String address() {
        int port = server == null ? options.port() : server.port();
        String host = options.host().contains(":") ? "[" + options.host() + "]" : options.host();
        return (options.tls().isPresent() ? "https://" : "http://") + host + ":" + port + "/";
    }

    /** The memory that frames lie in, for tests to see that none is lost. */
    PartPool pool() {
        return pool;
    }

    /** Who looks at the past, for tests. */
    Replays replays() {
        return replays;
    }

    /** Who reads the past, for tests. */
    HistoryReaders history() {
        return history;
    }

    /** Who is watched, for tests. */
    LiveStreams streams() {
        return streams;
    }

    /** The clips under way, for tests. */
    Clips clips() {
        return clips;
    }

    /** The small pictures, for tests. */
    Thumbnails thumbnails() {
        return thumbnails;
    }

    /** What was sent and what was not, for tests. */
    FanOutCounters fanOutCounters() {
        return fanOutCounters;
    }

    /** What was told to whom, for tests. */
    EventCounters eventCounters() {
        return events.counters();
    }

    /** What came and was not shown, for tests. */
    ReceiverCounters receiverCounters() {
        return receiverCounters;
    }

    /** Stops: viewers first, as Jetty knows nothing of them. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (stats != null) {
            stats.close(figures.sinceBeginning());
        }
        replays.close();
        fanOut.close();
        clips.close();
        events.close();
        if (server != null) {
            server.close();
        }
        receiver.close();
        discovery.close();
        lookups.close();
        thumbnails.close();
        history.close();
    }
}
