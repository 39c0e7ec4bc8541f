package io.framelog.publisher.encode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitTest {
    @ParameterizedTest
    @CsvSource({
        "30, 10, 100",
        "30, 30, 300",
        "30, 60, 300",
        "30, 20, 200",
        "25, 10, 100",
        "60, 29.97, 300",
        "10, 0.5, 5"
    })
    void thinsOutToTheRate(double from, double to, int expected) {
        EvenRate rate = new EvenRate(OptionalDouble.of(to));
        rate.begin(Math.round(1_000_000 / from));
        long admitted = times(from, 10).filter(rate::admits).count();
        assertTrue(Math.abs(admitted - expected) <= 1, admitted + " of " + expected);
    }

    @Test
    void jitterCostsNoFrames() {
        Random random = new Random(3);
        EvenRate rate = new EvenRate(OptionalDouble.of(30));
        rate.begin(33_333);
        long admitted = times(30, 10)
                .map(time -> time + random.nextInt(-6000, 6000))
                .filter(rate::admits)
                .count();
        assertTrue(admitted >= 295, admitted + " of 300");
    }

    @Test
    void withoutARateAllPass() {
        EvenRate rate = new EvenRate(OptionalDouble.empty());
        assertEquals(300, times(30, 10).filter(rate::admits).count());
    }

    @Test
    void clockThatStepsBackDoesNotEndTheStream() {
        EvenRate rate = new EvenRate(OptionalDouble.of(10));
        rate.begin(33_333);
        assertTrue(rate.admits(3_600_000_000L));
        assertTrue(rate.admits(0));
    }

    private static LongStream times(double framesPerSecond, int seconds) {
        return LongStream.range(0, Math.round(framesPerSecond * seconds))
                .map(i -> Math.round(i * 1_000_000 / framesPerSecond));
    }
}
