package io.framelog.detection.motion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.detection.motion.MadeScene.Effect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MotionWatchTest {
    private static final double BEGIN = 6;
    private static final double SECOND = 1e6;

    private final Recorder found = new Recorder();

    /** What was told, in order. */
    private static final class Recorder implements MotionWatch.Listener {
        private final List<Finding> began = new ArrayList<>();
        private final List<Finding> ended = new ArrayList<>();

        @Override
        public void began(Finding finding) {
            began.add(finding);
        }

        @Override
        public void ended(Finding finding) {
            ended.add(finding);
        }
    }

    private void watch(MadeScene scene, double seconds, MotionSettings settings) {
        Workspace work = new Workspace(MadeScene.WIDTH, MadeScene.HEIGHT);
        MotionWatch watch = new MotionWatch(MadeScene.WIDTH, MadeScene.HEIGHT, settings, found);
        for (int i = 0; i < seconds * MadeScene.FPS; i++) {
            double t = (double) i / MadeScene.FPS;
            watch.look(work, scene.picture(t), Math.round(t * SECOND), i);
        }
        watch.finish();
    }

    private void watch(MadeScene scene, double seconds) {
        watch(scene, seconds, MotionSettings.USUAL);
    }

    private Finding only() {
        assertEquals(1, found.ended.size(), found.ended.toString());
        return found.ended.get(0);
    }

    static Stream<Arguments> things() {
        return Stream.of(
                Arguments.of("a person", MadeScene.person(), 5.7),
                Arguments.of("a distant person", MadeScene.thing(-3, 50, 3, 9, 20, 8.2, 1), 8.2),
                Arguments.of("a fast person", MadeScene.thing(-14, 30, 14, 36, 110, 1.6, 1), 1.6),
                Arguments.of("a slow person", MadeScene.thing(-8, 50, 8, 18, 5.5, 12, 1), 12),
                Arguments.of("a faint person", MadeScene.thing(-8, 50, 8, 18, 28, 6, 0.3f), 6),
                Arguments.of("a person close to the camera", MadeScene.thing(-110, 0, 110, 90, 54, 5, 1), 5));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("things")
    void findsWhatCrosses(String name, Effect thing, double seconds) {
        watch(new MadeScene(1).with(thing.from(BEGIN)), 25);

        Finding finding = only();
        assertTrue(finding.isMotion());
        assertEquals(BEGIN, finding.fromMicros() / SECOND, 0.8, "begins with the first sample of " + name);
        assertEquals(BEGIN + seconds, finding.untilMicros() / SECOND, 0.8, "lasts until the last sample of " + name);
        assertEquals(finding.fromMicros() / SECOND, (double) finding.firstPosition() / MadeScene.FPS, 0.01);
        assertEquals(finding.untilMicros() / SECOND, (double) finding.lastPosition() / MadeScene.FPS, 0.01);
        assertEquals(1, found.began.size());
        assertEquals(finding.fromMicros(), found.began.get(0).fromMicros());
    }

    static Stream<Arguments> light() {
        MadeScene shaken = new MadeScene(3);
        MadeScene rainy = new MadeScene(4);
        return Stream.of(
                Arguments.of("nothing", new MadeScene(1)),
                Arguments.of("noise", new MadeScene(1).noise(4)),
                Arguments.of(
                        "a lamp",
                        new MadeScene(1)
                                .with(MadeScene.glow(60, 30, 80, 60, 0.7).from(BEGIN))),
                Arguments.of("a lamp that goes out", shaded((x, t) -> 0.35 + 0.25 * Math.min(1, t / 2))),
                Arguments.of("a cloud", shaded((x, t) -> t < 8 ? 1 - 0.3 * Math.sin(Math.PI * t / 8) : 1)),
                Arguments.of("a cloud's edge", shaded((x, t) -> 1 - 0.3 / (1 + Math.exp((x - 30 * t) / 9)))),
                Arguments.of("flickering", shaded((x, t) -> 1 + 0.05 * Math.sin(8 * t))),
                Arguments.of("headlights", new MadeScene(1).with(headlights().from(BEGIN))),
                Arguments.of("an insect", new MadeScene(1).with(insect().from(BEGIN))),
                Arguments.of("leaves", new MadeScene(1).with(MadeScene.leaves())),
                Arguments.of("a clock", new MadeScene(1).with(MadeScene.clock())),
                Arguments.of("a shaking camera", shaken.with(shaken.shake(0.4).from(BEGIN))),
                Arguments.of("rain", rainy.with(rainy.rain().from(BEGIN))));
    }

    private static MadeScene shaded(MadeScene.Shade shade) {
        return new MadeScene(1).with(MadeScene.shade(shade).from(BEGIN));
    }

    private static Effect headlights() {
        return (picture, t) -> {
            if (t < 2.5) {
                MadeScene.glow(-16 + 77 * t, 50, 19, 22, 0.8).apply(picture, t);
            }
        };
    }

    private static Effect insect() {
        return (picture, t) -> {
            for (int i = 0; i < picture.length && t < 0.6; i++) {
                double dx = (i % MadeScene.WIDTH - 16 - 200 * t) / 14;
                double dy = (i / MadeScene.WIDTH - 45) / 6.5;
                picture[i] += (float) (120 * Math.exp(-dx * dx - dy * dy));
            }
        };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("light")
    void takesNoLightOrWeatherForMotion(String name, MadeScene scene) {
        watch(scene, 30);

        assertEquals(List.of(), found.began, name);
    }

    @Test
    void findsAPersonWhileTheLightChanges() {
        watch(
                new MadeScene(1)
                        .with(MadeScene.person().from(BEGIN))
                        .with(MadeScene.shade((x, t) -> 0.4 + 0.2 * Math.min(1, t / 2))
                                .from(BEGIN + 2)),
                25);

        Finding finding = only();
        assertEquals(BEGIN, finding.fromMicros() / SECOND, 0.8);
        assertEquals(BEGIN + 5.7, finding.untilMicros() / SECOND, 1);
    }

    @Test
    void saysWhereItMoved() {
        watch(new MadeScene(1).with(MadeScene.thing(20, 40, 12, 28, 8, 8, 1).from(BEGIN)), 25);

        Box box = only().boxes().get(0);
        double middleX = box.x() + box.width() / 2;
        assertTrue(middleX > 20.0 / 160 && middleX < 96.0 / 160, box.toString());
        assertEquals(54.0 / 90, box.y() + box.height() / 2, 0.1, box.toString());
        assertEquals(28.0 / 90, box.height(), 0.15, box.toString());
        assertTrue(only().score() > 0.9);
    }

    @Test
    void aVisitIsOverWhenTheSceneIsAsBefore() {
        MadeScene scene = new MadeScene(1)
                .with(MadeScene.person().from(BEGIN))
                .with(MadeScene.person().from(BEGIN + 9));
        watch(scene, 30);

        assertEquals(2, found.ended.size(), found.ended.toString());
    }

    @Test
    void goesOnUntilNothingHasMovedForTheQuietTime() {
        MadeScene scene = new MadeScene(1)
                .with(MadeScene.person().from(BEGIN))
                .with(MadeScene.person().from(BEGIN + 9))
                .with(MadeScene.person().from(BEGIN + 22));
        watch(scene, 45, new MotionSettings(5, Map.of(), List.of(), Optional.of(Duration.ofSeconds(5))));

        assertEquals(2, found.ended.size(), found.ended.toString());
        assertEquals(BEGIN + 9 + 5.7, found.ended.get(0).untilMicros() / SECOND, 0.8);
        assertEquals(BEGIN + 22, found.ended.get(1).fromMicros() / SECOND, 0.8);
    }

    @Test
    void goesOnWhileAThingStandsAndStirs() {
        Effect waits = (picture, t) -> {
            double x = t < 3 ? -12 + 20 * t : t < 20 ? 48 + Math.sin(t) : 48 + 20 * (t - 20);
            if (x < MadeScene.WIDTH) {
                MadeScene.thing(x, 40, 12, 28, 0, 1, 1).apply(picture, 0);
            }
        };
        watch(new MadeScene(1).with(waits.from(BEGIN)), 45);

        assertEquals(BEGIN + 25.6, only().untilMicros() / SECOND, 1);
    }

    @Test
    void beginsAnotherEventAfterTenMinutes() {
        Effect patrol = (picture, t) -> {
            double x = 74 + 74 * Math.sin(t / 3);
            MadeScene.thing(x, 40, 12, 28, 0, 1, 1).apply(picture, 0);
        };
        watch(new MadeScene(1).with(patrol.from(BEGIN)), 640);

        assertEquals(2, found.ended.size(), found.ended.toString());
        Finding first = found.ended.get(0);
        assertEquals(600, (first.untilMicros() - first.fromMicros()) / SECOND, 1);
        assertTrue(found.ended.get(1).fromMicros() > first.untilMicros());
    }

    @Test
    void countsOnlyWhatTouchesAZone() {
        MotionSettings settings = new MotionSettings(
                5, Map.of("door", List.of(Polygon.parse("0.5,0 0.75,0 0.75,1 0.5,1"))), List.of(), Optional.empty());
        MadeScene scene = new MadeScene(1)
                .with(MadeScene.thing(0, 40, 12, 28, 8, 7, 1).from(BEGIN))
                .with(MadeScene.person().from(BEGIN + 14));
        watch(scene, 35, settings);

        Finding finding = only();
        assertEquals(List.of("door"), finding.zones());
        assertEquals(BEGIN + 14 + 80 / 30.0, finding.fromMicros() / SECOND, 0.8, "begins when it touches the zone");
        assertEquals(BEGIN + 14 + 132 / 30.0, finding.untilMicros() / SECOND, 0.8);
    }

    @Test
    void doesNotLookAtWhatIsIgnored() {
        MotionSettings settings =
                new MotionSettings(5, Map.of(), List.of(Polygon.parse("0,0.4 1,0.4 1,0.8 0,0.8")), Optional.empty());
        watch(new MadeScene(1).with(MadeScene.person().from(BEGIN)), 20, settings);

        assertEquals(List.of(), found.began);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 9})
    void findsFainterThingsIfMoreSensitive(int sensitivity) {
        MadeScene scene = new MadeScene(5)
                .with(MadeScene.thing(-8, 50, 8, 18, 28, 6, 0.05f).from(BEGIN));
        watch(scene, 20, new MotionSettings(sensitivity, Map.of(), List.of(), Optional.empty()));

        assertEquals(sensitivity > 5 ? 1 : 0, found.ended.size());
    }

    @Test
    void tellsThatTheCameraIsCovered() {
        watch(new MadeScene(1).with(MadeScene.shade((x, t) -> 0.05).from(10)), 20);

        Finding finding = only();
        assertEquals(Optional.of(SceneReason.DARK), finding.reason());
        assertEquals(10, finding.fromMicros() / SECOND, 0.3);
    }

    @Test
    void tellsThatTheCameraIsDazzled() {
        Effect dazzles = (picture, t) -> java.util.Arrays.fill(picture, 250);
        watch(new MadeScene(1).with(dazzles.from(10)), 20);

        assertEquals(Optional.of(SceneReason.BRIGHT), only().reason());
    }

    @Test
    void tellsThatTheCameraWasMovedAndThenWatchesTheNewScene() {
        watch(
                new MadeScene(1)
                        .with(MadeScene.otherScene(77).from(10))
                        .with(MadeScene.person().from(22)),
                35);

        assertEquals(2, found.ended.size(), found.ended.toString());
        assertEquals(Optional.of(SceneReason.CHANGED), found.ended.get(0).reason());
        assertTrue(found.ended.get(1).isMotion());
        assertEquals(22, found.ended.get(1).fromMicros() / SECOND, 0.8);
    }

    @Test
    void takesALapInTimeForNoMotion() {
        Workspace work = new Workspace(MadeScene.WIDTH, MadeScene.HEIGHT);
        MotionWatch watch = new MotionWatch(MadeScene.WIDTH, MadeScene.HEIGHT, MotionSettings.USUAL, found);
        MadeScene scene =
                new MadeScene(1).with(MadeScene.thing(60, 40, 12, 28, 0, 1e9, 1).from(10));
        for (int i = 0; i < 100; i++) {
            double t = i < 50 ? i / 5.0 : 1000 + i / 5.0;
            watch.look(work, scene.picture(t), Math.round(t * SECOND), i);
        }
        watch.finish();

        assertEquals(List.of(), found.began, "a thing that was put there meanwhile does not move");
    }
}
