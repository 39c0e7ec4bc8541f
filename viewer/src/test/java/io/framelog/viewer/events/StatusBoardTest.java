package io.framelog.viewer.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.frame.StreamName;
import io.framelog.status.StreamStatus.State;
import io.framelog.viewer.catalog.StreamState;
import io.framelog.viewer.catalog.StreamView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class StatusBoardTest {
    private final StatusBoard board = new StatusBoard();

    @Test
    void tellsEachStreamAndThenItsChanges() {
        assertTrue(board.update(List.of(view("a", State.LIVE, ""), view("b", State.LIVE, ""))));
        assertEquals(List.of("a", "b"), after(0));
        assertFalse(board.update(List.of(view("a", State.LIVE, ""), view("b", State.LIVE, ""))));
        assertTrue(board.update(List.of(view("a", State.LOST, "away for 3 s"), view("b", State.LIVE, ""))));
        assertEquals(List.of("a"), after(2));
        assertEquals(List.of("b", "a"), after(0), "a new client gets each status once");
    }

    @Test
    void anotherReasonIsNoChange() {
        board.update(List.of(view("a", State.LOST, "away for 3 s")));
        assertFalse(board.update(List.of(view("a", State.LOST, "away for 4 s"))));
    }

    @Test
    void forgetsStreamsThatAreNoMore() {
        board.update(List.of(view("a", State.LIVE, ""), view("b", State.LIVE, "")));
        board.update(List.of(view("b", State.LIVE, "")));
        assertEquals(List.of("b"), after(0));
        board.update(List.of(view("a", State.LIVE, ""), view("b", State.LIVE, "")));
        assertEquals(List.of("a"), after(2), "a stream that comes back is sent again");
    }

    private List<String> after(long number) {
        List<String> names = new ArrayList<>();
        for (Map.Entry<Long, StreamName> change = board.after(number);
                change != null;
                change = board.after(change.getKey())) {
            names.add(change.getValue().value());
        }
        return names;
    }

    private static StreamView view(String name, State state, String reason) {
        return new StreamView(
                new StreamName(name),
                new StreamState(state, reason),
                Optional.empty(),
                OptionalDouble.empty(),
                Optional.empty(),
                Optional.empty(),
                Duration.ZERO,
                "",
                "");
    }
}
