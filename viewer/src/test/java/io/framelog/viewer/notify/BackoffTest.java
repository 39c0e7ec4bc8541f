package io.framelog.viewer.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff();

    @Test
    void waitsLongerEachTimeUpToFiveMinutes() {
        List<Long> pauses = Stream.generate(
                        () -> backoff.pause(Optional.empty()).toSeconds())
                .limit(11)
                .toList();
        assertEquals(List.of(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L, 300L), pauses);
    }

    @Test
    void waitsAsLongAsTheReceiverWantsUpToAnHour() {
        assertEquals(Duration.ofSeconds(90), backoff.pause(Optional.of(Duration.ofSeconds(90))));
        assertEquals(Duration.ofHours(1), backoff.pause(Optional.of(Duration.ofDays(9))));
        assertEquals(Duration.ofSeconds(4), backoff.pause(Optional.of(Duration.ZERO)), "not sooner");
    }
}
