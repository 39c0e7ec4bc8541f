package io.framelog.viewer.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DetectorTest {
    @Test
    void watchesAsManyStreamsAsTheHeapHasRoomFor() {
        assertTrue(Detector.mostStreams(247L << 20) >= 200, "the launcher's heap of 256 MB");
        assertEquals(1_000, Detector.mostStreams(4L << 30));
        assertEquals(8, Detector.mostStreams(32L << 20));
    }
}
