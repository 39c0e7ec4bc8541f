package io.framelog.benchmarks.sections;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExportsTest {
    @Test
    void readsWhatTheCommandSays() {
        assertEquals(
                Optional.of(new Exports.Summary(1800, 60.0, 9.5)),
                Exports.Summary.of(List.of(
                        "a warning",
                        "viewer: a.mp4: 1800 frames, 60.0 s of video, 12.5 MB, in 9.5 s (6.3 times real time)")));
        assertEquals(
                Optional.of(new Exports.Summary(30, 1.0, 0.2)),
                Exports.Summary.of(
                        List.of("viewer: -: 30 frames, 1.0 s of video, in 0.2 s (5.0 times real time); 1 frame lost")));
    }

    @Test
    void findsNothingInAnotherLine() {
        assertEquals(Optional.empty(), Exports.Summary.of(List.of("viewer: listening")));
    }
}
