package io.framelog.viewer.channel;

import io.framelog.viewer.access.Identity;
import io.framelog.viewer.discovery.StreamsResource;
import io.framelog.viewer.http.JsonText;
import io.framelog.viewer.websocket.Message;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/** Makes the list of streams when there is something new in it, as a message. For one thread. */
final class ListMaker {
    /** How old the rates and ages in a list may be. */
    static final Duration INTERVAL = Duration.ofSeconds(2);

    private final StreamsResource streams;
    private final Clock clock;
    private final LongSupplier nanoClock;
    private Map<?, ?> states = Map.of();
    private long madeNanos;

    ListMaker(StreamsResource streams, Clock clock, LongSupplier nanoClock) {
        this.streams = streams;
        this.clock = clock;
        this.nanoClock = nanoClock;
        this.madeNanos = nanoClock.getAsLong() - INTERVAL.toNanos();
    }

    /**
     * The lists to be sent now.
     *
     * @param all who has one
     * @param atOnce who has none yet
     */
    Map<Identity, byte[]> make(Set<Identity> all, Set<Identity> atOnce) {
        Map<?, ?> before = states;
        states = streams.states();
        long now = nanoClock.getAsLong();
        boolean isNew = !states.equals(before) || now - madeNanos >= INTERVAL.toNanos();
        if (isNew) {
            madeNanos = now;
        }
        Map<Identity, byte[]> lists = new LinkedHashMap<>();
        (isNew ? all : atOnce).forEach(client -> lists.put(client, message(client)));
        return lists;
    }

    private byte[] message(Identity client) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("list", streams.list(client));
        members.put("now", clock.millis());
        return Message.text(JsonText.write(members));
    }
}
