package io.framelog.viewer.live;

import io.framelog.frame.StreamName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The streams that are watched now. Thread-safe. */
public final class LiveStreams {
    private final Map<StreamName, LiveStream> watched = new ConcurrentHashMap<>();
    private volatile Consumer<StreamName> onFirst = name -> {};
    private volatile Runnable onLast = () -> {};

    /**
     * Sets what is called on changes, on the thread that makes them. To be set before the first client comes.
     *
     * @param first called with a stream that got its first client
     * @param last called when a stream has lost its last client
     */
    public void listen(Consumer<StreamName> first, Runnable last) {
        onFirst = first;
        onLast = last;
    }

    LiveStream join(StreamName name, FanOut fanOut) {
        LiveStream stream;
        boolean first;
        synchronized (this) {
            first = !watched.containsKey(name);
            stream = watched.computeIfAbsent(name, added -> new LiveStream(added, fanOut));
            stream.joined();
        }
        if (first) {
            onFirst.accept(name);
        }
        return stream;
    }

    void leave(LiveStream stream) {
        synchronized (this) {
            if (stream.left() > 0) {
                return;
            }
            watched.remove(stream.name());
        }
        stream.dispose();
        onLast.run();
    }

    /** The stream, if it is watched. */
    public @Nullable LiveStream find(StreamName name) {
        return watched.get(name);
    }

    /** The names of the watched streams: a view that changes. */
    public Set<StreamName> names() {
        return watched.keySet();
    }

    /** The number of connections that show any stream. */
    public int viewers() {
        return watched.values().stream().mapToInt(LiveStream::viewers).sum();
    }

    /** The number of connections that show a stream. */
    public int viewers(StreamName name) {
        LiveStream stream = watched.get(name);
        return stream == null ? 0 : stream.viewers();
    }

    /** The watched streams, as they are now. */
    public Collection<LiveStream> all() {
        return List.copyOf(watched.values());
    }
}
