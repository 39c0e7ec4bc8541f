package io.framelog.viewer.events;

import io.framelog.frame.StreamName;
import io.framelog.status.StreamStatus.State;
import io.framelog.viewer.catalog.StreamView;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the streams' changes of state, and keeps the last one of each stream. A client that has all changes up to a
 * number gets the next ones; of each stream it gets the present state only. Only for the event loop's thread.
 */
final class StatusBoard {
    private record Known(State state, long number) {}

    private final Map<StreamName, Known> known = new HashMap<>();
    private final TreeMap<Long, StreamName> changes = new TreeMap<>();
    private long last;

    /** Compares with the streams now. @return whether one is new or has changed its state */
    boolean update(Collection<StreamView> views) {
        long before = last;
        if (known.size() > views.size()) {
            forgetOthers(views);
        }
        for (StreamView view : views) {
            Known present = known.get(view.name());
            if (present == null || present.state() != view.state().kind()) {
                if (present != null) {
                    changes.remove(present.number());
                }
                last++;
                changes.put(last, view.name());
                known.put(view.name(), new Known(view.state().kind(), last));
            }
        }
        return last > before;
    }

    private void forgetOthers(Collection<StreamView> views) {
        known.keySet().retainAll(views.stream().map(StreamView::name).collect(Collectors.toSet()));
        changes.values().retainAll(known.keySet());
    }

    /** The first change after a number; null if there is none. */
    Map.@Nullable Entry<Long, StreamName> after(long number) {
        return changes.higherEntry(number);
    }
}
