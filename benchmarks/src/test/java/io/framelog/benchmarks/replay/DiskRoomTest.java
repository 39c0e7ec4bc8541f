package io.framelog.benchmarks.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.framelog.cli.CommandFailure;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DiskRoomTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void givesWhatIsAskedForWhereThereIsRoom() {
        assertEquals(HOUR, new DiskRoom(70_000_000_000L).length(HOUR, 8));
    }

    @Test
    void givesLessOnASmallDiskAndLeavesSomeFree() {
        assertEquals(Duration.ofSeconds(2133), new DiskRoom(24_000_000_000L).length(HOUR, 8));
    }

    @Test
    void refusesAFullDisk() {
        assertThrows(CommandFailure.class, () -> new DiskRoom(8_000_000_000L).length(HOUR, 8));
    }
}
