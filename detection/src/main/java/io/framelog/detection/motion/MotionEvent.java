package io.framelog.detection.motion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The event of motion that is going on. Reused; for one thread. */
final class MotionEvent {
    /** The strength at which it is as likely as not that it is a thing. */
    private static final float EVEN_STRENGTH = 6;

    private final Grid grid;
    private final MotionSettings settings;
    private final Blob[] best = new Blob[Finding.MOST_BOXES];
    private int bestCount;
    private float bestWeight;
    private float bestStrength;
    private boolean open;
    private long fromMicros;
    private long untilMicros;
    private long firstPosition;
    private long lastPosition;
    private int zones;
    private int mostCells;

    MotionEvent(Grid grid, MotionSettings settings) {
        this.grid = grid;
        this.settings = settings;
        Arrays.setAll(best, i -> new Blob());
    }

    boolean isOpen() {
        return open;
    }

    long fromMicros() {
        return fromMicros;
    }

    long untilMicros() {
        return untilMicros;
    }

    /** How many cells the largest thing covered so far. */
    int mostCells() {
        return mostCells;
    }

    /**
     * Begins with the first picture of what moves now.
     *
     * @param lastUntil when the event before was over: nothing belongs to both
     */
    void begin(Tracks tracks, long lastUntil, long micros, long position) {
        open = true;
        fromMicros = micros;
        firstPosition = position;
        for (Track track : tracks.all()) {
            if (track.isMotion() && track.zoneMicros() < fromMicros && track.zoneMicros() > lastUntil) {
                fromMicros = track.zoneMicros();
                firstPosition = track.zonePosition();
            }
        }
        zones = 0;
        mostCells = 0;
        bestWeight = 0;
        bestCount = 0;
        bestStrength = 0;
        untilMicros = micros;
        lastPosition = position;
    }

    /** Goes on with an event that has begun elsewhere. */
    void resume(Finding began) {
        open = true;
        fromMicros = began.fromMicros();
        firstPosition = began.firstPosition();
        untilMicros = began.untilMicros();
        lastPosition = began.lastPosition();
        zones = settings.bits(began.zones());
    }

    void end() {
        open = false;
    }

    /** Goes on with a picture. @return whether it is the best one so far */
    boolean look(Tracks tracks, boolean stirring, long micros, long position) {
        float weight = 0;
        boolean moves = stirring;
        for (Track track : tracks.all()) {
            if (track.isMotion()) {
                moves = true;
                mostCells = Math.max(mostCells, track.box.cells);
                zones |= track.box.zones;
                weight += track.box.cells * track.box.strength;
            }
        }
        if (moves) {
            untilMicros = micros;
            lastPosition = position;
        }
        boolean better = weight > bestWeight;
        if (better) {
            bestWeight = weight;
            keep(tracks);
        }
        return better;
    }

    private void keep(Tracks tracks) {
        bestCount = 0;
        bestStrength = 0;
        for (Track track : tracks.all()) {
            if (track.isMotion() && bestCount < best.length) {
                best[bestCount++].copy(track.box);
                bestStrength = Math.max(bestStrength, track.box.strength);
            }
        }
    }

    /** The names of the zones that were touched so far. */
    List<String> zones() {
        return settings.names(zones);
    }

    Finding finding() {
        List<Box> boxes = new ArrayList<>();
        for (int i = 0; i < bestCount; i++) {
            boxes.add(Box.of(grid, best[i]));
        }
        boxes.sort(Comparator.comparingDouble((Box box) -> -box.width() * box.height()));
        double score = bestStrength / (bestStrength + EVEN_STRENGTH);
        return new Finding(
                Finding.Kind.MOTION,
                fromMicros,
                untilMicros,
                firstPosition,
                lastPosition,
                zones(),
                boxes,
                Math.round(score * 100) / 100.0,
                Optional.empty());
    }
}
