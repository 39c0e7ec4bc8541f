package io.framelog.viewer.events;

import io.framelog.event.EventTopic;
import io.framelog.frame.StreamName;
import io.framelog.viewer.catalog.Catalog;
import io.framelog.viewer.catalog.StreamView;
import io.framelog.viewer.connection.Client;
import io.framelog.viewer.connection.Outlet;
import io.framelog.viewer.kafka.ConsumerFactory;
import io.framelog.viewer.kafka.ConsumerThread;
import io.framelog.viewer.kafka.KafkaHealth;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes events to clients; it never waits for one of them. Two more threads read Kafka: the end of the log
 * for all clients together, and older events for those that ask. All three begin with the first client, and Kafka is left alone
 * while there is none.
 */
public final class EventFanOut implements AutoCloseable, EventTail.Listener {
    /** Clients at a time: each holds a connection, and at most a slice of the past. */
    public static final int MAX_CLIENTS = 1_000;

    /** A connection on which nothing was said for so long is told that it lives: proxies end silent ones after a minute. */
    static final Duration HEARTBEAT = Duration.ofSeconds(15);
    /** Slices of the past that are in memory at a time; clients that want one wait until another's is sent. */
    private static final int MAX_SLICES = 64;
    /** Pieces of news from the tail that may wait for this thread; then the tail waits. */
    private static final int MAX_NEWS = 16;
    /** How often states are compared and connections looked after. */
    private static final Duration LOOK = Duration.ofMillis(500);
    /** For so long the tail reads on when the last client has gone: most come back. */
    private static final Duration LINGER = Duration.ofSeconds(30);

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(EventFanOut.class);

    private final Catalog catalog;
    private final Function<StreamView, byte[]> statusJson;
    private final EventCounters counters;
    private final long stallNanos;
    private final EventTail tail;
    private final PastEvents past;
    private final ConsumerThread tailThread;
    private final ConsumerThread pastThread;
    private final Thread thread = new Thread(this::run, "event-fan-out");
    private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final Semaphore news = new Semaphore(MAX_NEWS);
    private final Semaphore slices = new Semaphore(MAX_SLICES);
    private final Set<EventClient> clients = new LinkedHashSet<>();
    private final SseText text = new SseText();
    private final StatusBoard board = new StatusBoard();
    private @Nullable RecentEvents recent;
    private long turn;
    private boolean tailWanted;
    private long aloneSince;
    private boolean started;
    private volatile boolean closing;

    /**
     * Prepared; nothing runs before the first client.
     *
     * @param health of the topic of events alone
     * @param statusJson a stream's state as it is told, on one line
     * @param stallLimit after how long a client that takes nothing is ended
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
        this.stallNanos = stallLimit.toNanos();
        EventDecoder decoder = new EventDecoder(topic, counters);
        tail = new EventTail(topic.name(), decoder, this);
        past = new PastEvents(topic.name(), decoder, counters);
        tailThread = new ConsumerThread("events-tail", consumers::eventsTail, tail, health);
        pastThread = new ConsumerThread("events-past", consumers::eventsPast, past, health);
        thread.setDaemon(true);
    }

    /**
     * Tells events to a client from now on. From any thread.
     *
     * @param filter of one stream alone; empty for all
     * @return to be told when the client goes
     */
    public Client open(Optional<StreamName> filter, EventStart start, Outlet outlet) {
        counters.joined();
        EventClient client = new EventClient(this, filter, start, outlet);
        startThreads();
        post(() -> join(client));
        if (closing) {
            outlet.close();
        }
        return client;
    }

    /** Who is heard and how much. */
    public EventCounters counters() {
        return counters;
    }

    /** Whether the threads that are to run do. */
    public synchronized boolean isAlive() {
        return !started || (thread.isAlive() && tailThread.isAlive() && pastThread.isAlive());
    }

    private synchronized void startThreads() {
        if (!started && !closing) {
            started = true;
            thread.start();
            tailThread.start();
            pastThread.start();
        }
    }

    private void join(EventClient client) {
        clients.add(client);
        if (!tailWanted) {
            tailWanted = true;
            tail.want(++turn);
            tailThread.interruptPoll();
        }
        board.update(catalog.views());
        client.pump();
    }

    void leave(EventClient client) {
        if (clients.remove(client)) {
            counters.left();
            aloneSince = System.nanoTime();
        }
    }

    void post(Runnable task) {
        inbox.add(task);
    }

    long stallNanos() {
        return stallNanos;
    }

    /** What is being written, to one client after the other. */
    SseText text() {
        return text;
    }

    StatusBoard board() {
        return board;
    }

    /** A stream's state, as it is told; null where it is known no more. */
    byte @Nullable [] status(StreamName stream) {
        return catalog.view(stream).map(statusJson).orElse(null);
    }

    /** What the tail has; null before it has begun. */
    @Nullable RecentEvents recent() {
        return recent;
    }

    /** Whether there is memory for another slice of the past; it is to be given back. */
    boolean takeSlice() {
        return slices.tryAcquire();
    }

    void giveSliceBack() {
        slices.release();
    }

    void ask(PastEvents.Request request) {
        past.ask(request);
        pastThread.wake();
    }

    @Override
    public void begun(long number, EventCursor end) {
        tell(number, () -> {
            recent = new RecentEvents(end);
            clients.forEach(EventClient::begin);
        });
    }

    @Override
    public void arrived(long number, List<LoggedEvent> events, EventCursor end) {
        tell(number, () -> {
            RecentEvents present = recent;
            if (present != null) {
                events.forEach(present::add);
                present.readTo(end);
            }
        });
    }

    @Override
    public void replaced(long number, Set<Integer> partitions, EventCursor end) {
        tell(number, () -> {
            recent = new RecentEvents(end);
            clients.forEach(client -> client.restart(partitions));
        });
    }

    /** Of the tail's thread, which waits where this one has enough to do. */
    private void tell(long number, Runnable what) {
        try {
            news.acquire();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
        post(() -> {
            news.release();
            if (number == turn && tailWanted) {
                what.run();
                pumpAll();
            }
        });
    }

    private void pumpAll() {
        List.copyOf(clients).forEach(EventClient::pump);
    }

    private void run() {
        long nextLook = System.nanoTime() + LOOK.toNanos();
        while (!closing) {
            try {
                @Nullable Runnable task = inbox.poll(nextLook - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (task != null) {
                    task.run();
                }
                if (System.nanoTime() - nextLook >= 0) {
                    nextLook = System.nanoTime() + LOOK.toNanos();
                    lookAfter();
                }
            } catch (InterruptedException e) {
                break;
            } catch (RuntimeException | OutOfMemoryError e) {
                LOG.error("unexpected, and survived: {}", e.toString(), e);
            }
        }
        // Clients that were just made are still in the inbox.
        for (@Nullable Runnable task = inbox.poll(); task != null; task = inbox.poll()) {
            task.run();
        }
        List.copyOf(clients).forEach(EventClient::end);
    }

    private void lookAfter() {
        long now = System.nanoTime();
        if (clients.isEmpty()) {
            if (tailWanted && now - aloneSince > LINGER.toNanos()) {
                tailWanted = false;
                recent = null;
                tail.want(0);
                tailThread.interruptPoll();
            }
            return;
        }
        board.update(catalog.views());
        List.copyOf(clients).forEach(client -> client.lookAfter(now));
    }

    /** Ends every connection, then the threads. */
    @Override
    public void close() {
        closing = true;
        synchronized (this) {
            if (!started) {
                return;
            }
        }
        thread.interrupt();
        try {
            thread.join(CLOSE_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        tailThread.close();
        pastThread.close();
    }
}
