package io.framelog.viewer.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.framelog.status.StreamStatus;
import io.framelog.status.StreamStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StreamStateTest {
    @Test
    void saysWhatThePublisherSaysWhileItIsLive() {
        String drops = "25 of 25 frames dropped: damaged (it is cut short)";
        assertEquals(
                new StreamState(State.LOST, "no frame yet: " + drops),
                StreamState.of(status(State.LIVE, drops, 1, 0), Optional.empty()));
        assertEquals(
                new StreamState(State.LOST, "no frame for 15 s: " + drops),
                judge(status(State.LIVE, drops, 1, 30), 15));
        assertEquals(new StreamState(State.LIVE, drops), judge(status(State.LIVE, drops, 1, 30), 1));
    }

    @Test
    void goesByTheFramesOfAProducerThatSaysNothing() {
        assertEquals(new StreamState(State.LIVE, ""), judge(Optional.empty(), 9));
        assertEquals(new StreamState(State.LOST, "no frame for 12 s"), judge(Optional.empty(), 12));
        assertEquals(new StreamState(State.LOST, "no frame for 3 min"), judge(Optional.empty(), 190));
    }

    @Test
    void believesAPublisherThatSpeaks() {
        assertEquals(new StreamState(State.LIVE, ""), judge(status(State.LIVE, "", 1, 30), 1));
        assertEquals(
                new StreamState(State.LOST, "camera unplugged"),
                judge(status(State.LOST, "camera unplugged", 1, 0), 2));
        assertEquals(
                new StreamState(State.ENDED, "end of the file"),
                judge(status(State.ENDED, "end of the file", 500, 0), 500));
    }

    @Test
    void aPublisherThatWentSilentIsLost() {
        assertEquals(
                new StreamState(State.LOST, "its publisher went silent 12 s ago"),
                judge(status(State.LIVE, "", 12, 30), 12));
    }

    @Test
    void aLivePublisherWithoutFramesIsLost() {
        assertEquals(new StreamState(State.LOST, "no frame for 15 s"), judge(status(State.LIVE, "", 1, 30), 15));
    }

    @Test
    void aSlowStreamMayTakeItsTime() {
        assertEquals(new StreamState(State.LIVE, ""), judge(status(State.LIVE, "", 1, 0.1), 25));
        assertEquals(new StreamState(State.LOST, "no frame for 31 s"), judge(status(State.LIVE, "", 1, 0.1), 31));
    }

    @Test
    void framesSayMoreThanAnOldWord() {
        assertEquals(new StreamState(State.LIVE, ""), judge(status(State.ENDED, "end of the file", 600, 0), 1));
        assertEquals(new StreamState(State.LIVE, ""), judge(status(State.LIVE, "", 600, 30), 1));
    }

    @Test
    void theLastFramesOfAStreamThatEndedDoNotReviveIt() {
        assertEquals(State.ENDED, judge(status(State.ENDED, "stopped", 1, 0), 1).kind());
        assertEquals(State.ENDED, judge(status(State.ENDED, "stopped", 5, 0), 6).kind());
    }

    private static StreamState judge(Optional<LastStatus> last, int secondsSinceFrame) {
        return StreamState.of(last, Optional.of(Duration.ofSeconds(secondsSinceFrame)));
    }

    private static Optional<LastStatus> status(State state, String reason, int secondsAgo, double rate) {
        StreamStatus status = new StreamStatus(
                state,
                reason,
                Optional.empty(),
                rate,
                "test pattern",
                "host/1",
                "run",
                Instant.EPOCH,
                Optional.empty());
        return Optional.of(new LastStatus(status, Duration.ofSeconds(secondsAgo)));
    }
}
