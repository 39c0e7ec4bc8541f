package io.framelog.detection.face;

import io.framelog.detection.motion.Box;
import io.framelog.detection.motion.Finding;
import io.framelog.detection.motion.MotionSettings;
import io.framelog.detection.motion.MotionWatch;
import java.util.List;
import java.util.Optional;

/**
 * Makes events of the faces that are found in one stream while something moves, and tells when they begin and when they
 * are over. For one thread.
 */
public final class FaceWatch {
    /** Faces are looked for twice a second. */
    private static final long STEP_MICROS = 500_000;

    private static final long QUIET_MICROS = 10_000_000;
    /** A face of this score is one. */
    private static final double SURE = 0.75;
    /** With a lower score, it is one only if it was one in the picture before, at about the same place. */
    private static final double SAME = 0.4;

    private final MotionSettings settings;
    private final MotionWatch.Listener listener;
    private final long quietMicros;
    private List<Face> before = List.of();
    private long last = Long.MIN_VALUE;
    private long due = Long.MIN_VALUE;
    private long toldUntil = Long.MIN_VALUE;
    private boolean open;
    private long fromMicros;
    private long untilMicros;
    private long firstPosition;
    private long lastPosition;
    private List<String> zones = List.of();
    private List<Face> best = List.of();

    /** @param settings whose ignored parts and quiet time count for faces, too */
    public FaceWatch(MotionSettings settings, MotionWatch.Listener listener) {
        this.settings = settings;
        this.listener = listener;
        quietMicros = settings.quiet().map(quiet -> quiet.toNanos() / 1000).orElse(QUIET_MICROS);
    }

    /** Whether faces are to be looked for in a picture of this time, if something moves. */
    public boolean wants(long micros) {
        return micros >= due || micros < last;
    }

    /**
     * Takes what was found in a picture.
     *
     * @param found the faces, the surest first
     * @param touched the zones of the motion that goes on
     * @param micros when the picture was captured, since any moment
     * @param position where it is kept; returned with what is found
     * @return whether this picture shows the faces of the present event better than those before
     */
    public boolean look(List<Face> found, List<String> touched, long micros, long position) {
        if (micros < last) { // the clock was set back
            finish();
            toldUntil = Long.MIN_VALUE;
            due = Long.MIN_VALUE;
        }
        last = micros;
        // In step with the rate, not with the last picture, unless that came much later.
        boolean late = due == Long.MIN_VALUE || micros - due > STEP_MICROS / 2;
        due = late ? micros + STEP_MICROS : due + STEP_MICROS;
        before = found.stream().filter(this::isFace).toList();
        if (open && (micros - untilMicros >= quietMicros || micros - fromMicros >= MotionWatch.LONGEST_MICROS)) {
            end();
        }
        if (before.isEmpty() || micros <= toldUntil) {
            return false;
        }
        boolean begins = !open;
        if (begins) {
            open = true;
            fromMicros = micros;
            firstPosition = position;
            untilMicros = micros;
            lastPosition = position;
            best = List.of();
        }
        if (micros >= untilMicros) { // else another process has looked further
            untilMicros = micros;
            lastPosition = position;
        }
        zones = touched;
        boolean better = weight(before) > weight(best);
        if (better) {
            best = before;
        }
        if (begins) {
            listener.began(finding());
        }
        return better;
    }

    private boolean isFace(Face face) {
        Box box = face.box();
        double x = box.x() + box.width() / 2;
        double y = box.y() + box.height() / 2;
        return settings.ignored().stream().noneMatch(polygon -> polygon.contains(x, y))
                && (face.score() >= SURE || before.stream().anyMatch(known -> known.shared(face) > SAME));
    }

    private static double weight(List<Face> faces) {
        return faces.stream().mapToDouble(Face::score).sum();
    }

    private Finding finding() {
        return new Finding(
                Finding.Kind.FACE,
                fromMicros,
                untilMicros,
                firstPosition,
                lastPosition,
                zones,
                best.stream().limit(Finding.MOST_BOXES).map(Face::box).toList(),
                best.isEmpty() ? 0 : Math.round(best.get(0).score() * 100) / 100.0,
                Optional.empty());
    }

    private void end() {
        open = false;
        toldUntil = untilMicros;
        listener.ended(finding());
    }

    /** Nothing moves any more, or no more pictures come: ends what is going on. */
    public void finish() {
        before = List.of();
        if (open) {
            end();
        }
    }

    /**
     * Goes on with an event that another watch of this stream has told. Call it before the first picture.
     *
     * @param began what was told
     */
    public void resume(Finding began) {
        open = true;
        fromMicros = began.fromMicros();
        untilMicros = began.untilMicros();
        firstPosition = began.firstPosition();
        lastPosition = began.lastPosition();
        zones = began.zones();
    }

    /**
     * Tells nothing of what was over by a time, because another watch of this stream has told it. Call it before the
     * first picture.
     */
    public void ignoreUntil(long micros) {
        toldUntil = micros;
    }
}
