package io.framelog.viewer.channel;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a window says. */
sealed interface WindowMessage {
    /** All that it wants to see; what it wanted before is over. */
    record Watch(List<Wanted> pictures) implements WindowMessage {
        /** Copies the list. */
        public Watch {
            pictures = List.copyOf(pictures);
        }
    }

    /** How many frames of each picture it has handled in all, by the pictures' ids. It goes to {@link Reports}. */
    record Shown(Map<Integer, Long> counts) implements WindowMessage {
        /** Copies the counts. */
        public Shown {
            counts = Map.copyOf(counts);
        }
    }

    /**
     * It wants the events.
     *
     * @param after the id of the event that it has; empty for those from now on
     */
    record Events(Optional<String> after) implements WindowMessage {}

    /** It wants the list of streams, now and whenever it changes. */
    record ListOfStreams() implements WindowMessage {}
}
