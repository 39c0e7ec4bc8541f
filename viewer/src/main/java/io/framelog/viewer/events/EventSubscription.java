package io.framelog.viewer.events;

import io.framelog.cli.FatalErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings events to somebody who is not on the events' thread, a few at a time: the next ones come only when they are
 * asked for, so a slow receiver misses nothing and costs no memory. Only for the event loop's thread, except {@link
 * #more()} and {@link #end()}.
 */
public final class EventSubscription implements Subscriber {
    /** Gets the events. Called on the event loop's thread; must not block. */
    public interface Receiver {
        /** What is next, in order; not empty. */
        void take(List<EventNews> news);

        /** The events of the past cannot be read: nothing comes any more. */
        void failed();
    }

    /** About how many bytes of events are brought at once. */
    private static final int BATCH_BYTES = 16 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(EventSubscription.class);

    private final EventFanOut fanOut;
    private final Receiver receiver;
    private final EventReader reader;
    private boolean asked = true;
    private boolean placed;
    private boolean ended;

    EventSubscription(EventFanOut fanOut, EventFilter filter, EventStart start, Receiver receiver) {
        this.fanOut = fanOut;
        this.receiver = receiver;
        this.reader = new EventReader(fanOut, filter, start, this::wake, this::fail, () -> {});
    }

    /** Asks for the next events. Can be called from any thread. */
    public void more() {
        fanOut.loop().post(() -> {
            asked = true;
            wake();
        });
    }

    /** Brings nothing any more. Can be called from any thread, more than once. */
    public void end() {
        fanOut.loop().post(this::leave);
    }

    private void leave() {
        ended = true;
        reader.cancel();
        fanOut.leave(this);
    }

    private void fail() {
        leave();
        receiver.failed();
    }

    @Override
    public void begin() {
        reader.begin();
    }

    @Override
    public void restart(Set<Integer> partitions) {
        reader.restart(partitions);
    }

    @Override
    public void lookAgain() {
        reader.retry();
        wake();
    }

    @Override
    public void wake() {
        if (!asked || ended) {
            return;
        }
        try {
            List<EventNews> news = collect();
            if (!news.isEmpty()) {
                asked = false;
                receiver.take(news);
            }
        } catch (RuntimeException | Error e) {
            FatalErrors.escalate(e);
            LOG.error("unexpected error; ending a subscription of events", e);
            fail();
        }
    }

    private List<EventNews> collect() {
        List<EventNews> news = new ArrayList<>();
        int bytes = 0;
        while (bytes < BATCH_BYTES) {
            LoggedEvent event = reader.next();
            String gap = reader.takeGap();
            @Nullable EventCursor place = reader.cursor();
            if (place != null && (event != null || !gap.isEmpty() || !placed)) {
                placed = true; // a receiver that is cut off before its first event resumes here
                news.add(new EventNews(
                        place.toString(), gap, Optional.ofNullable(event).map(LoggedEvent::json)));
            }
            if (event == null) {
                break;
            }
            bytes += event.length();
        }
        fanOut.counters()
                .sent(news.stream().filter(one -> one.event().isPresent()).count());
        return news;
    }
}
