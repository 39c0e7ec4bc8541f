package io.framelog.viewer.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.framelog.viewer.access.Identity;
import io.framelog.viewer.connection.ClientConnection;
import io.framelog.viewer.events.EventFanOut;
import io.framelog.viewer.events.EventFilter;
import io.framelog.viewer.events.EventKinds;
import io.framelog.viewer.events.EventNews;
import io.framelog.viewer.events.EventStart;
import io.framelog.viewer.events.EventSubscription;
import io.framelog.viewer.http.JsonText;
import io.framelog.viewer.http.Problem;
import io.framelog.viewer.http.ProblemException;
import io.framelog.viewer.websocket.Closing;
import io.framelog.viewer.websocket.Message;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The events of a window. The next ones are fetched when it has taken the last. Only for the fan-out thread. */
final class WindowEvents {
    private final EventFanOut events;
    private final Identity client;
    private final Deque<Message> waiting = new ArrayDeque<>();
    private @Nullable EventSubscription subscription;

    WindowEvents(EventFanOut events, Identity client) {
        this.events = events;
        this.client = client;
    }

    /**
     * Gets events from now on, in place of those that it got before.
     *
     * @param after the id of the event that the window has; empty for new ones only
     * @throws ProblemException if that is impossible
     */
    void begin(Optional<String> after, Window window) {
        if (client.range().isPresent()) {
            throw new ProblemException(Problem.forbidden("this link shows only a range of a stream's past"));
        }
        EventStart start = after.map(WindowEvents::start).orElse(EventStart.LATEST);
        end();
        events.requireRoom();
        Bringing bringing = new Bringing(window);
        EventSubscription begun = events.subscribe(new EventFilter(client::sees, EventKinds.ALL), start, bringing);
        subscription = begun;
        bringing.of = begun;
    }

    private static EventStart start(String id) {
        try {
            return EventStart.after(id);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.badRequest("after is " + id + ": " + e.getMessage()));
        }
    }

    /** What is next to be sent; null if there is nothing now. */
    @Nullable Message next() {
        Message next = waiting.poll();
        EventSubscription present = subscription;
        if (next != null && waiting.isEmpty() && present != null) {
            present.more();
        }
        return next;
    }

    /** Gets no more. */
    void end() {
        waiting.clear();
        EventSubscription present = subscription;
        if (present != null) {
            present.end();
            subscription = null;
        }
    }

    private static Message message(EventNews news) {
        String id = "\"id\":\"" + news.id() + "\"}";
        String json =
                news.event().map(event -> "{\"event\":" + event + "," + id).orElse("{" + id);
        return Message.of(Message.text(json.getBytes(UTF_8)));
    }

    /** Brings the events from the thread that reads them. */
    private final class Bringing implements EventSubscription.Receiver {
        private final Window window;
        /** Set before anything that was brought is handled: both are done by the fan-out thread. */
        private @Nullable EventSubscription of;

        Bringing(Window window) {
            this.window = window;
        }

        @Override
        public void take(List<EventNews> news) {
            connection().post(() -> {
                if (of == subscription) {
                    news.forEach(this::queue);
                }
            });
        }

        private void queue(EventNews news) {
            if (!news.gap().isEmpty()) {
                waiting.add(Message.of(Message.text(JsonText.write(Map.of("note", news.gap())))));
            }
            waiting.add(message(news));
        }

        /** The window comes back, and resumes. */
        @Override
        public void failed() {
            connection()
                    .post(() -> window.close(
                            new Closing(Closing.TRY_LATER, "the events cannot be read now"),
                            ChannelCounters.End.TROUBLE));
        }

        private ClientConnection connection() {
            return window.connection();
        }
    }
}
