package io.framelog.detection.motion;

import java.util.List;
import java.util.Optional;

/**
 * Watches the pictures of one stream, and tells when motion begins and when it is over. Keeps less than 1 MB, and
 * allocates nothing while nothing begins or ends. For one thread.
 */
public final class MotionWatch {
    /** The longest event; what goes on then begins a new one. */
    public static final long LONGEST_MICROS = 600_000_000;

    private static final long QUIET_MICROS = 10_000_000;
    /** How long the scene must be as it was before. */
    private static final long AS_BEFORE_MICROS = 1_500_000;
    /** What was moved may stay, such as a chair: this part of what the thing covered. */
    private static final float PART_LEFT = 0.25f;

    /** Receives what is found. */
    public interface Listener {
        /** Something moves, or the scene changes as a whole. */
        void began(Finding finding);

        /** It is over. Its boxes are those of the picture that showed it best. */
        void ended(Finding finding);
    }

    private final Listener listener;
    private final MotionSettings settings;
    private final MotionDetector detector;
    private final Grid grid;
    private final long quietMicros;
    private final MotionEvent motion;
    private boolean sceneChanges;
    private long lastUntil = Long.MIN_VALUE;
    private long previous = Long.MIN_VALUE;

    /**
     * A watch for pictures of one size. Another size needs another watch.
     *
     * @param width in pixels, even, 8 at least
     * @param height in pixels, even, 8 at least
     */
    public MotionWatch(int width, int height, MotionSettings settings, Listener listener) {
        grid = new Grid(width, height);
        this.settings = settings;
        this.listener = listener;
        detector = new MotionDetector(grid, Thresholds.of(settings.sensitivity()), new Mask(grid, settings));
        quietMicros = settings.quiet().map(quiet -> quiet.toNanos() / 1000).orElse(QUIET_MICROS);
        motion = new MotionEvent(grid, settings);
    }

    /** Whether an event of motion is going on. */
    public boolean isMoving() {
        return motion.isOpen();
    }

    /** Whether the scene is still being learnt, so that nothing is known of what moves. */
    public boolean isLearning() {
        return detector.isLearning();
    }

    /** The names of the zones that the present event has touched so far. */
    public List<String> zones() {
        return motion.zones();
    }

    /** What moves in the last picture, in no order, at most {@value Finding#MOST_BOXES}. */
    public List<Box> moving() {
        return detector.tracks().moving(grid);
    }

    /**
     * Looks at the next picture.
     *
     * @param work of this thread, for pictures of this size
     * @param luma row by row, 0 (black) to 255
     * @param micros when it was captured, since any moment
     * @param position where it is kept; returned with what is found
     * @return whether this picture shows the present event better than those before
     */
    public boolean look(Workspace work, byte[] luma, long micros, long position) {
        if (micros < previous) {
            leapBack();
        }
        previous = micros;
        detector.look(work, luma, micros, position, motion.isOpen());
        watchScene();
        if (motion.isOpen() && isOver(micros)) {
            endMotion();
            detector.settle(work);
        }
        boolean begins = false;
        if (!motion.isOpen() && micros > lastUntil && detector.tracks().anyMotion()) {
            motion.begin(detector.tracks(), lastUntil, micros, position);
            detector.remember();
            begins = true;
        }
        boolean best = false;
        if (motion.isOpen()) {
            best = motion.look(detector.tracks(), detector.remains().isStirring(), micros, position);
        }
        if (begins) {
            listener.began(motion.finding());
        }
        return best;
    }

    /** The clock was set back: what is going on by the old time is over. */
    private void leapBack() {
        if (motion.isOpen()) {
            endMotion();
        }
        lastUntil = Long.MIN_VALUE;
    }

    private boolean isOver(long micros) {
        if (micros - motion.fromMicros() >= LONGEST_MICROS) {
            return true;
        }
        long quiet = micros - motion.untilMicros();
        if (detector.remains().isStirring() || detector.tracks().anyMotion()) {
            return false;
        }
        if (quiet >= quietMicros) {
            return !detector.tracks().hasCandidateBefore(motion.untilMicros() + quietMicros);
        }
        return settings.quiet().isEmpty()
                && quiet >= AS_BEFORE_MICROS
                && detector.remains().left() <= PART_LEFT * motion.mostCells()
                && !detector.tracks().hasCandidateBefore(micros);
    }

    private void endMotion() {
        lastUntil = motion.untilMicros();
        listener.ended(motion.finding());
        motion.end();
    }

    private void watchScene() {
        SceneWatch scene = detector.scene();
        boolean changes = scene.state() == SceneWatch.State.CHANGING;
        if (changes && !sceneChanges) {
            listener.began(sceneFinding());
        } else if (sceneChanges && !changes) {
            listener.ended(sceneFinding());
        }
        sceneChanges = changes;
    }

    private Finding sceneFinding() {
        SceneWatch scene = detector.scene();
        return new Finding(
                Finding.Kind.SCENE,
                scene.sinceMicros(),
                scene.lastMicros(),
                scene.sincePosition(),
                scene.lastPosition(),
                List.of(),
                List.of(),
                1,
                Optional.of(scene.reason()));
    }

    /**
     * Goes on with an event of motion that another watch of this stream has told. Call it before the first picture.
     *
     * @param began what was told
     */
    public void resume(Finding began) {
        motion.resume(began);
    }

    /**
     * Tells nothing of what was over by a time, because another watch of this stream has told it. Call it before the
     * first picture.
     */
    public void ignoreUntil(long micros) {
        lastUntil = micros;
    }

    /** No more pictures come: ends what is going on. */
    public void finish() {
        if (motion.isOpen()) {
            endMotion();
        }
        if (sceneChanges) {
            listener.ended(sceneFinding());
            sceneChanges = false;
        }
    }
}
