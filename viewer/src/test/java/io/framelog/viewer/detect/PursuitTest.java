package io.framelog.viewer.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PursuitTest {
    private static final TopicPartition FRAMES = new TopicPartition("frames", 0);
    private static final int MILLIS = 1_000_000;
    private static final int FRAMES_PER_SECOND = 600;

    private final Pursuit pursuit = new Pursuit();
    private double position;
    private long millis;
    private double furthest;
    private int leaps;

    /** Frames come all the time; so many a second are read. */
    private void read(double perSecond, double seconds) {
        for (long end = millis + (long) (seconds * 1000); millis < end; millis += 10) {
            double newest = Math.floor((double) millis * FRAMES_PER_SECOND / 1000);
            position = Math.min(newest, position + perSecond / 100);
            pursuit.note(FRAMES, (long) position, (long) newest, millis * MILLIS);
            pursuit.adapt(millis * MILLIS);
            if (!pursuit.tooFar().isEmpty()) {
                position = newest;
                leaps++;
            }
            furthest = Math.max(furthest, (newest - position) / FRAMES_PER_SECOND);
        }
    }

    @Test
    void looksAtAllPicturesWhileItCanFollow() {
        pursuit.begin(List.of(FRAMES), 0);
        read(900, 60);

        assertEquals(1, pursuit.factor());
        assertEquals(0, leaps);
        assertTrue(pursuit.seconds() < 0.2, "" + pursuit.seconds());
    }

    @Test
    void looksAtFewerPicturesWhenItFallsBehindAndAtAllAgainAfterwards() {
        pursuit.begin(List.of(FRAMES), 0);
        read(900, 5);

        read(500, 4);
        assertTrue(pursuit.factor() > 1.5, "" + pursuit.factor());
        assertEquals(0, leaps);

        read(1200, 20);
        assertEquals(1, pursuit.factor());
    }

    @Test
    void isNeverTwoSecondsBehindThoughItReadsFarTooSlowly() {
        pursuit.begin(List.of(FRAMES), 0);
        read(900, 5);

        read(60, 60);

        assertEquals(Pursuit.MOST, pursuit.factor());
        assertTrue(furthest < 2, "" + furthest);
        assertTrue(leaps > 10, "" + leaps);
    }

    @Test
    void isNeverTwoSecondsBehindThoughItReadsTooSlowlyFromTheBeginning() {
        pursuit.begin(List.of(FRAMES), 0);

        read(400, 25);

        assertTrue(pursuit.factor() > 1.5, "" + pursuit.factor());
        assertTrue(furthest < 2, "" + furthest);
    }

    @Test
    void readsWhatItTookOverToItsEnd() {
        millis = 10_000;
        pursuit.begin(List.of(FRAMES), millis * MILLIS);
        read(1800, 20);

        assertEquals(0, leaps);
        assertEquals(1, pursuit.factor());
        assertEquals(Set.of(), pursuit.tooFar());
    }

    @Test
    void endsToCatchUpWhenItTakesTooLong() {
        millis = 60_000;
        pursuit.begin(List.of(FRAMES), millis * MILLIS);
        read(610, 29);
        assertEquals(0, leaps);

        read(610, 3);

        assertEquals(1, leaps);
        assertTrue(pursuit.seconds() < 0.2, "" + pursuit.seconds());
    }
}
