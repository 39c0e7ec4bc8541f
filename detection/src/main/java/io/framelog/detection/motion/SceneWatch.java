package io.framelog.detection.motion;

import java.util.Arrays;

/**
 * Notices that the scene changes as a whole: the camera is moved, covered or dazzled. It then waits until the scene has
 * settled. For one thread.
 */
final class SceneWatch {
    /** What is known of the scene. */
    enum State {
        STEADY,
        /** It may be changing; nothing that moves can be told from it. */
        SUSPECT,
        CHANGING
    }

    /** The part of the windows that must have changed within {@value #SUDDEN} pictures. */
    private static final float CHANGED = 0.6f;

    private static final float UNCHANGED = 0.2f;
    private static final float HARDLY_CHANGED = 0.4f;
    private static final int SUDDEN = 3;
    /** The part that must have changed for long, as of a camera that turns slowly. */
    private static final float NEARLY_ALL = 0.85f;

    private static final long LONG_MICROS = 2_000_000;
    private static final long SUSPECT_MICROS = 1_000_000;
    /** The part of the windows that may be active in a scene that has settled. */
    private static final float CALM = 0.1f;

    private static final long CALM_MICROS = 2_000_000;
    private static final float DARK = 40;
    private static final float BRIGHT = 215;

    private final float[] shares = new float[SUDDEN];
    private int next;
    private State state = State.STEADY;
    private SceneReason reason = SceneReason.CHANGED;
    private long sinceMicros;
    private long sincePosition;
    private long lastMicros;
    private long lastPosition;
    private long nearlyAllSince = Long.MAX_VALUE;

    State state() {
        return state;
    }

    SceneReason reason() {
        return reason;
    }

    long sinceMicros() {
        return sinceMicros;
    }

    long sincePosition() {
        return sincePosition;
    }

    /** The last picture in which it changed. */
    long lastMicros() {
        return lastMicros;
    }

    long lastPosition() {
        return lastPosition;
    }

    /**
     * Looks at a picture.
     *
     * @param changed the part of the windows that differ from the background
     * @param active the part that have changed a moment ago
     * @param blind whether nearly nothing of the background is left in the picture
     * @param brightness the mean, 0 to 255
     */
    void look(float changed, float active, boolean blind, float brightness, long micros, long position) {
        boolean sudden = changed > CHANGED && least() < UNCHANGED;
        shares[next] = changed;
        next = (next + 1) % SUDDEN;
        if (changed <= NEARLY_ALL) {
            nearlyAllSince = Long.MAX_VALUE;
        } else if (nearlyAllSince == Long.MAX_VALUE) {
            nearlyAllSince = micros;
        }
        switch (state) {
            case STEADY -> {
                if (blind || sudden || micros - nearlyAllSince >= LONG_MICROS) {
                    state = State.SUSPECT;
                    sinceMicros = micros;
                    sincePosition = position;
                }
            }
            case SUSPECT -> {
                if (!blind && changed < HARDLY_CHANGED) {
                    state = State.STEADY;
                } else if (micros - sinceMicros >= SUSPECT_MICROS) {
                    state = State.CHANGING;
                    reason = reason(blind, brightness);
                }
            }
            case CHANGING -> {
                if (micros - lastMicros >= CALM_MICROS) {
                    state = State.STEADY;
                    nearlyAllSince = Long.MAX_VALUE;
                    Arrays.fill(shares, 0);
                }
            }
        }
        if (state == State.STEADY || active > CALM) {
            lastMicros = micros;
            lastPosition = position;
        }
    }

    private float least() {
        float least = 1;
        for (float share : shares) {
            least = Math.min(least, share);
        }
        return least;
    }

    private static SceneReason reason(boolean blind, float brightness) {
        if (!blind) {
            return SceneReason.CHANGED;
        }
        return brightness < DARK ? SceneReason.DARK : brightness > BRIGHT ? SceneReason.BRIGHT : SceneReason.CHANGED;
    }
}
