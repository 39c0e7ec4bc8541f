package io.framelog.detection.motion;

import java.util.List;
import java.util.Optional;

/**
 * What was found in a stream, when it begins or when it is over. Immutable.
 *
 * @param kind what it is
 * @param fromMicros the time of the first picture that shows it
 * @param untilMicros the time of the last one so far
 * @param firstPosition the position of the first picture
 * @param lastPosition the position of the last one so far
 * @param zones the names of the zones that were touched
 * @param boxes what moves, the largest first, or faces, the surest first; at most {@value #MOST_BOXES}; none for a scene
 * @param score how sure it is, 0 to 1
 * @param reason why the scene has changed as a whole; empty for motion and faces
 */
public record Finding(
        Kind kind,
        long fromMicros,
        long untilMicros,
        long firstPosition,
        long lastPosition,
        List<String> zones,
        List<Box> boxes,
        double score,
        Optional<SceneReason> reason) {
    /** What can be found. */
    public enum Kind {
        /** Something moves. */
        MOTION,
        /** There are faces. */
        FACE,
        /** The scene has changed as a whole. */
        SCENE
    }

    /** The most boxes of a finding. */
    public static final int MOST_BOXES = 8;

    /** Copies the lists. */
    public Finding {
        zones = List.copyOf(zones);
        boxes = List.copyOf(boxes);
    }

    /** Whether something moves. */
    public boolean isMotion() {
        return kind == Kind.MOTION;
    }

    /** The part of the picture that the boxes cover, 0 to 1. */
    public double area() {
        double area =
                boxes.stream().mapToDouble(box -> box.width() * box.height()).sum();
        return Math.min(1, Math.round(area * 1000) / 1000.0);
    }
}
