package io.framelog.benchmarks.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.framelog.cli.CommandFailure;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RecorderTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void recordsAsLongAsAskedIfThereIsRoom() {
        assertEquals(HOUR, Recorder.possible(70_000_000_000L, HOUR, 8));
    }

    @Test
    void recordsLessOnASmallDiskAndLeavesSomeFree() {
        assertEquals(Duration.ofSeconds(2133), Recorder.possible(24_000_000_000L, HOUR, 8));
    }

    @Test
    void refusesAFullDisk() {
        assertThrows(CommandFailure.class, () -> Recorder.possible(8_000_000_000L, HOUR, 8));
    }
}
