package io.framelog.detection.face;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.detection.motion.Box;
import io.framelog.detection.motion.Finding;
import io.framelog.detection.motion.MotionSettings;
import io.framelog.detection.motion.MotionWatch;
import io.framelog.detection.motion.Polygon;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FaceWatchTest {
    private static final long SECOND = 1_000_000;

    private final List<Finding> began = new ArrayList<>();
    private final List<Finding> ended = new ArrayList<>();
    private final MotionWatch.Listener listener = new MotionWatch.Listener() {
        @Override
        public void began(Finding finding) {
            began.add(finding);
        }

        @Override
        public void ended(Finding finding) {
            ended.add(finding);
        }
    };
    private final FaceWatch watch = new FaceWatch(MotionSettings.USUAL, listener);

    private static Face face(double x, double score) {
        return new Face(new Box(x, 0.3, 0.1, 0.2), score);
    }

    private boolean look(double seconds, Face... faces) {
        return watch.look(List.of(faces), List.of("door"), (long) (seconds * SECOND), (long) (seconds * 10));
    }

    @Test
    void beginsWithTheFirstFaceAndEndsWithTheMotion() {
        look(1);
        look(1.5, face(0.2, 0.8));
        look(2, face(0.25, 0.9), face(0.6, 0.8));
        look(2.5, face(0.3, 0.95));
        look(3);

        assertEquals(1, began.size());
        Finding first = began.get(0);
        assertEquals(Finding.Kind.FACE, first.kind());
        assertEquals((long) (1.5 * SECOND), first.fromMicros());
        assertEquals(15, first.firstPosition());
        assertEquals(List.of(face(0.2, 0).box()), first.boxes());
        assertEquals(0.8, first.score());
        assertEquals(List.of("door"), first.zones());
        assertEquals(List.of(), ended);

        watch.finish();

        assertEquals(1, ended.size());
        Finding last = ended.get(0);
        assertEquals((long) (1.5 * SECOND), last.fromMicros());
        assertEquals((long) (2.5 * SECOND), last.untilMicros());
        assertEquals(25, last.lastPosition());
        assertEquals(2, last.boxes().size(), "the best picture is that with most faces");
        assertEquals(0.9, last.score());
    }

    @Test
    void saysWhichPictureShowsTheFacesBest() {
        assertTrue(look(1, face(0.2, 0.8)));
        assertFalse(look(2, face(0.2, 0.78)));
        assertTrue(look(3, face(0.2, 0.9)));
        assertFalse(look(4));
    }

    @Test
    void endsAfterTenSecondsWithoutAFace() {
        for (int second = 0; second <= 30; second++) {
            look(second, second == 0 || second == 9 || second == 25 ? new Face[] {face(0.2, 0.8)} : new Face[0]);
        }
        watch.finish();

        assertEquals(
                List.of(0L, 25 * SECOND),
                ended.stream().map(Finding::fromMicros).toList());
        assertEquals(
                List.of(9 * SECOND, 25 * SECOND),
                ended.stream().map(Finding::untilMicros).toList());
    }

    @Test
    void anUncertainFaceCountsOnlyWhereACertainOneWas() {
        look(1, face(0.2, 0.7));
        assertEquals(List.of(), began);

        look(2, face(0.2, 0.8));
        look(3, face(0.22, 0.6), face(0.7, 0.7));
        look(4, face(0.24, 0.55), face(0.7, 0.7));
        look(5);
        look(6, face(0.24, 0.7));
        watch.finish();

        assertEquals(1, ended.size());
        assertEquals(4 * SECOND, ended.get(0).untilMicros());
        assertEquals(1, ended.get(0).boxes().size());
    }

    @Test
    void looksTwiceASecondAtMost() {
        List<Long> looked = new ArrayList<>();
        for (long micros = 0; micros < 10 * SECOND; micros += 200_000) {
            if (watch.wants(micros)) {
                looked.add(micros);
                var unusedBest = watch.look(List.of(), List.of(), micros, 0);
            }
        }
        assertEquals(20, looked.size(), looked.toString());
        for (long from = 0; from < 9 * SECOND; from += 100_000) {
            long begin = from;
            long inASecond = looked.stream()
                    .filter(micros -> micros >= begin && micros < begin + SECOND)
                    .count();
            assertTrue(inASecond <= 2, looked.toString());
        }
    }

    @Test
    void leavesOutFacesInIgnoredParts() {
        FaceWatch ignoring = new FaceWatch(
                new MotionSettings(
                        5, Map.of(), List.of(Polygon.parse("0,0 0.5,0 0.5,1 0,1")), Optional.of(Duration.ofSeconds(2))),
                listener);

        var unusedPoster = ignoring.look(List.of(face(0.2, 0.99)), List.of(), 0, 0);
        assertEquals(List.of(), began);
        var unusedBest = ignoring.look(List.of(face(0.2, 0.99), face(0.6, 0.8)), List.of(), SECOND, 1);
        ignoring.finish();

        assertEquals(List.of(face(0.6, 0).box()), ended.get(0).boxes());
    }

    @Test
    void anEventLastsTenMinutesAtMost() {
        for (int second = 0; second <= 650; second++) {
            look(second, face(0.2, 0.8));
        }
        watch.finish();

        assertEquals(
                List.of(0L, 600 * SECOND),
                ended.stream().map(Finding::fromMicros).toList());
        assertEquals(599 * SECOND, ended.get(0).untilMicros());
    }

    @Test
    void endsWhenTheClockIsSetBack() {
        look(100, face(0.2, 0.8));
        assertTrue(watch.wants(10 * SECOND));
        look(10, face(0.2, 0.8));

        assertEquals(
                List.of(100 * SECOND), ended.stream().map(Finding::fromMicros).toList());
        assertEquals(2, began.size());
    }

    @Test
    void goesOnWithWhatAnotherProcessHasTold() {
        look(5, face(0.2, 0.8));
        FaceWatch other = new FaceWatch(MotionSettings.USUAL, listener);
        other.resume(began.get(0));
        var unusedEarly = other.look(List.of(face(0.2, 0.8)), List.of(), 4 * SECOND, 40);
        var unusedLate = other.look(List.of(face(0.2, 0.8)), List.of(), 8 * SECOND, 80);
        other.finish();

        assertEquals(1, began.size());
        assertEquals(1, ended.size());
        assertEquals(5 * SECOND, ended.get(0).fromMicros());
        assertEquals(50, ended.get(0).firstPosition());
        assertEquals(8 * SECOND, ended.get(0).untilMicros());

        FaceWatch third = new FaceWatch(MotionSettings.USUAL, listener);
        third.ignoreUntil(8 * SECOND);
        var unusedTold = third.look(List.of(face(0.2, 0.8)), List.of(), 8 * SECOND, 80);
        third.finish();
        assertEquals(1, began.size());
    }
}
