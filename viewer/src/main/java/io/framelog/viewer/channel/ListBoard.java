package io.framelog.viewer.channel;

import io.framelog.viewer.access.Identity;
import io.framelog.viewer.concurrent.BoundedExecutor;
import io.framelog.viewer.http.Problem;
import io.framelog.viewer.http.ProblemException;
import io.framelog.viewer.live.FanOut;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The windows that want the list of streams. It is made on another thread, once for all windows of the same client.
 * Only for the fan-out thread.
 */
final class ListBoard implements AutoCloseable {
    /** How often it is looked whether a stream has changed its state. */
    static final Duration LOOK = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(ListBoard.class);

    private final FanOut fanOut;
    private final ListMaker maker;
    private final BoundedExecutor thread = new BoundedExecutor("channel-lists", 1, 1);
    private final Set<Window> windows = new LinkedHashSet<>();
    /** Those who do not have a list yet. */
    private final Set<Identity> waiting = new HashSet<>();

    private boolean making;
    private long lookedNanos;

    ListBoard(FanOut fanOut, ListMaker maker) {
        this.fanOut = fanOut;
        this.maker = maker;
    }

    /**
     * A window wants the list: now, and from now on.
     *
     * @throws ProblemException if it may not see it
     */
    void add(Window window) {
        if (window.client().range().isPresent()) {
            throw new ProblemException(Problem.forbidden("this link shows only a range of a stream's past"));
        }
        windows.add(window);
        waiting.add(window.client());
        make();
    }

    void remove(Window window) {
        windows.remove(window);
    }

    /** Makes the lists if it is time to look. */
    void look(long now) {
        if (now - lookedNanos >= LOOK.toNanos()) {
            make();
        }
    }

    private void make() {
        if (making || windows.isEmpty()) {
            return;
        }
        making = true;
        lookedNanos = fanOut.now();
        Set<Identity> all = windows.stream().map(Window::client).collect(Collectors.toSet());
        Set<Identity> atOnce = Set.copyOf(waiting);
        waiting.clear();
        var unused = thread.submit(() -> maker.make(all, atOnce))
                .whenComplete((lists, failure) -> fanOut.post(() -> made(lists == null ? Map.of() : lists, failure)));
    }

    private void made(Map<Identity, byte[]> lists, @Nullable Throwable failure) {
        making = false;
        if (failure != null) {
            LOG.debug("the list of streams is not sent: {}", failure.toString());
        }
        for (Window window : List.copyOf(windows)) {
            byte[] list = lists.get(window.client());
            if (list != null) {
                window.tellList(list);
            }
        }
        if (!waiting.isEmpty()) {
            make();
        }
    }

    /** Ends the thread. */
    @Override
    public void close() {
        thread.close();
    }
}
