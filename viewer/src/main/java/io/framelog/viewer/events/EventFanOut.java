package io.framelog.viewer.events;

import io.framelog.event.EventTopic;
import io.framelog.frame.StreamName;
import io.framelog.viewer.catalog.Catalog;
import io.framelog.viewer.catalog.StreamView;
import io.framelog.viewer.connection.Client;
import io.framelog.viewer.connection.EventLoop;
import io.framelog.viewer.connection.Outlet;
import io.framelog.viewer.connection.StallLimit;
import io.framelog.viewer.http.Problem;
import io.framelog.viewer.http.ProblemException;
import io.framelog.viewer.kafka.ConsumerFactory;
import io.framelog.viewer.kafka.ConsumerThread;
import io.framelog.viewer.kafka.KafkaHealth;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends events to clients, on the one thread of its event loop. Never waits for a client. Two more threads read Kafka:
 * the end of the log for all clients, and older events for those that ask. All three start with the first client.
 */
public final class EventFanOut implements AutoCloseable {
    /** The most clients at a time: each has a connection, and at most one slice of the past. */
    public static final int MAX_CLIENTS = 1_000;

    /** How many slices of the past may be in memory; further clients wait until another client's slice is sent. */
    private static final int MAX_SLICES = 64;
    /** How often the streams' states are compared and connections checked. */
    private static final Duration CHECK_INTERVAL = Duration.ofMillis(500);
    /** How long the tail reads on without clients: most come back. */
    private static final Duration LINGER = Duration.ofSeconds(30);

    private final Catalog catalog;
    private final Function<StreamView, byte[]> statusJson;
    private final EventCounters counters;
    private final StallLimit stallLimit;
    private final EventLoop loop = new EventLoop("event-fan-out", CHECK_INTERVAL, System::nanoTime);
    private final SharedTail tail;
    private final PastEvents past;
    private final ConsumerThread pastThread;
    private final Semaphore slices = new Semaphore(MAX_SLICES);
    private final Set<Subscriber> clients = new LinkedHashSet<>();
    private final SseText text = new SseText();
    private final StatusBoard board = new StatusBoard();
    private long lastLeftNanos;
    private boolean started;

    /**
     * Creates a fan-out that starts with its first client.
     *
     * @param health reports on the topic of events only
     * @param statusJson formats a stream's state, on one line
     * @param stallLimit how long a client may take nothing before its connection is ended
     */
    public EventFanOut(
            EventTopic topic,
            ConsumerFactory consumers,
            KafkaHealth health,
            Catalog catalog,
            Function<StreamView, byte[]> statusJson,
            EventCounters counters,
            Duration stallLimit) {
        this.catalog = catalog;
        this.statusJson = statusJson;
        this.counters = counters;
        this.stallLimit = StallLimit.ofProgress(stallLimit).withWriteLimit(EventClient.WRITE_LIMIT);
        EventDecoder decoder = new EventDecoder(topic, counters);
        tail = new SharedTail(topic.name(), decoder, consumers, health, loop, clients);
        past = new PastEvents(topic.name(), decoder, counters);
        pastThread = new ConsumerThread("events-past", consumers::eventsPast, past, health);
    }

    /**
     * Sends events to a client. Can be called from any thread.
     *
     * @param filter the events to send
     * @param onCaughtUp called when the client has the events of the past, perhaps more than once
     * @return the caller must tell it when the client disconnects
     */
    public Client open(EventFilter filter, EventStart start, Runnable onCaughtUp, Outlet outlet) {
        counters.joined();
        EventClient client = new EventClient(this, filter, start, onCaughtUp, outlet);
        startThreads();
        client.connection().open();
        return client.connection();
    }

    /**
     * Brings events to a receiver that is served by another thread. Can be called from any thread.
     *
     * @param filter the events to bring
     * @return must be ended
     */
    public EventSubscription subscribe(EventFilter filter, EventStart start, EventSubscription.Receiver receiver) {
        counters.joined();
        EventSubscription subscription = new EventSubscription(this, filter, start, receiver);
        startThreads();
        loop.post(() -> {
            join(subscription);
            subscription.wake();
        });
        return subscription;
    }

    /**
     * Refuses one more client. Requests at the same moment may exceed the limit by the number of request threads.
     *
     * @throws ProblemException if there are as many as may be
     */
    public void requireRoom() {
        if (counters.clients() >= counters.clientLimit()) {
            counters.refused();
            throw new ProblemException(Problem.unavailable(
                    "this viewer has reached its limit of " + counters.clientLimit() + " event clients"));
        }
    }

    /** Counts the clients and the events sent to them. */
    public EventCounters counters() {
        return counters;
    }

    /** Whether the threads run, or need not run yet. */
    public synchronized boolean isAlive() {
        return !started || (loop.isAlive() && tail.isAlive() && pastThread.isAlive());
    }

    private synchronized void startThreads() {
        if (!started && !loop.isClosing()) {
            started = true;
            loop.start();
            loop.post(this::check);
            tail.start();
            pastThread.start();
        }
    }

    /** What follows is only for the loop's thread. */
    void join(Subscriber client) {
        clients.add(client);
        tail.read();
        board.update(catalog.views());
    }

    void leave(Subscriber client) {
        if (clients.remove(client)) {
            counters.left();
            lastLeftNanos = loop.now();
        }
    }

    private void check() {
        long now = loop.now();
        loop.at(now + CHECK_INTERVAL.toNanos(), this::check);
        if (clients.isEmpty()) {
            if (now - lastLeftNanos > LINGER.toNanos()) {
                tail.stop();
            }
            return;
        }
        List.copyOf(clients).forEach(Subscriber::lookAgain);
        if (board.update(catalog.views())) {
            List.copyOf(clients).forEach(Subscriber::wake);
        }
    }

    EventLoop loop() {
        return loop;
    }

    StallLimit stallLimit() {
        return stallLimit;
    }

    /** The text being written: shared, as clients are written to one after the other. */
    SseText text() {
        return text;
    }

    StatusBoard board() {
        return board;
    }

    /** A stream's state as it is sent; null if the stream is no longer known. */
    byte @Nullable [] status(StreamName stream) {
        return catalog.view(stream).map(statusJson).orElse(null);
    }

    /** The newest events; null before the tail has begun. */
    @Nullable RecentEvents recent() {
        return tail.recent();
    }

    /** Reserves memory for a slice of the past, if there is any. The caller must call {@link #releaseSlice()}. */
    boolean acquireSlice() {
        return slices.tryAcquire();
    }

    void releaseSlice() {
        slices.release();
    }

    void request(PastEvents.Request request) {
        past.request(request);
        pastThread.wake();
    }

    /** Ends every connection, then the threads. Can be called from any thread. */
    @Override
    public void close() {
        loop.close();
        synchronized (this) {
            if (!started) {
                return;
            }
        }
        tail.close();
        pastThread.close();
    }
}
