package io.framelog.viewer.events;

import io.framelog.viewer.connection.EventLoop;
import io.framelog.viewer.kafka.ConsumerFactory;
import io.framelog.viewer.kafka.ConsumerThread;
import io.framelog.viewer.kafka.KafkaHealth;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the newest events for all clients, and wakes them when events arrive. It reads Kafka only while it is started.
 * Only for the loop's thread, except {@link #start()}, {@link #isAlive()} and {@link #close()}.
 */
final class SharedTail implements EventTail.Listener, AutoCloseable {
    /** How many results of the tail may wait for the loop; then the tail waits. */
    private static final int MAX_WAITING = 16;

    private final EventLoop loop;
    private final Collection<Subscriber> clients;
    private final EventTail tail;
    private final ConsumerThread thread;
    private final Semaphore waiting = new Semaphore(MAX_WAITING);
    private @Nullable RecentEvents recent;
    private long session;
    private boolean reading;

    /** @param clients the clients now; changed by the loop's thread */
    SharedTail(
            String topic,
            EventDecoder decoder,
            ConsumerFactory consumers,
            KafkaHealth health,
            EventLoop loop,
            Collection<Subscriber> clients) {
        this.loop = loop;
        this.clients = clients;
        this.tail = new EventTail(topic, decoder, this);
        this.thread = new ConsumerThread("events-tail", consumers::eventsTail, tail, health);
    }

    void start() {
        thread.start();
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    /** Reads from the log's end, if it does not already. */
    void read() {
        if (!reading) {
            reading = true;
            tail.setSession(++session);
            thread.interruptPoll();
        }
    }

    /** Stops reading, and forgets the events. */
    void stop() {
        if (reading) {
            reading = false;
            recent = null;
            tail.setSession(EventTail.NO_SESSION);
            thread.interruptPoll();
        }
    }

    /** The newest events; null before the tail has begun. */
    @Nullable RecentEvents recent() {
        return recent;
    }

    @Override
    public void begun(long number, EventCursor end) {
        post(number, () -> {
            recent = new RecentEvents(end);
            forEachClient(Subscriber::begin);
        });
    }

    @Override
    public void arrived(long number, List<LoggedEvent> events, EventCursor end) {
        post(number, () -> {
            RecentEvents present = recent;
            if (present != null) {
                events.forEach(present::add);
                present.readTo(end);
            }
        });
    }

    @Override
    public void replaced(long number, Set<Integer> partitions, EventCursor end) {
        post(number, () -> {
            recent = new RecentEvents(end);
            forEachClient(client -> client.restart(partitions));
        });
    }

    /** Called on the tail's thread, which waits while the loop has enough to do. */
    private void post(long number, Runnable change) {
        try {
            waiting.acquire();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
        loop.post(() -> {
            waiting.release();
            if (number == session && reading) {
                change.run();
                forEachClient(Subscriber::wake);
            }
        });
    }

    /** Iterates over a copy, as clients may leave meanwhile. */
    private void forEachClient(Consumer<Subscriber> action) {
        List.copyOf(clients).forEach(action);
    }

    @Override
    public void close() {
        thread.close();
    }
}
