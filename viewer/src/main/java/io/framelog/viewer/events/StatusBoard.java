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
 * Which stream changed its state when: each has the number of its last change, so that a client that has heard all changes up to
 * a number knows which to hear next, and is told of each stream what holds now and no more. Of the fan-out's thread.
 */
final class StatusBoard {
    private record Told(State state, long number) {}

    private final Map<StreamName, Told> told = new HashMap<>();
    private final TreeMap<Long, StreamName> changes = new TreeMap<>();
    private long last;

    /** Compares with how the streams are now. @return whether one has changed its state or is new */
    boolean update(Collection<StreamView> views) {
        long before = last;
        if (told.size() > views.size()) {
            forgetOthers(views);
        }
        for (StreamView view : views) {
            Told present = told.get(view.name());
            if (present == null || present.state() != view.state().kind()) {
                if (present != null) {
                    changes.remove(present.number());
                }
                last++;
                changes.put(last, view.name());
                told.put(view.name(), new Told(view.state().kind(), last));
            }
        }
        return last > before;
    }

    private void forgetOthers(Collection<StreamView> views) {
        told.keySet().retainAll(views.stream().map(StreamView::name).collect(Collectors.toSet()));
        changes.values().retainAll(told.keySet());
    }

    /** The first change after a number; null where there is none. */
    Map.@Nullable Entry<Long, StreamName> after(long number) {
        return changes.higherEntry(number);
    }
}
