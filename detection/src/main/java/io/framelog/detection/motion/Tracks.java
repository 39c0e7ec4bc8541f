package io.framelog.detection.motion;

import java.util.Arrays;
import java.util.List;

/**
 * Follows blobs from picture to picture. A thing is one that was seen in some pictures and has come some way, rather
 * straight. The more blobs come from nowhere, as in rain, the longer it takes to tell. For one thread.
 */
final class Tracks {
    private static final int MOST = 24;
    /** More blobs at the same time are weather or a shaking camera. */
    private static final int MOST_BLOBS = 10;

    /** More new blobs a picture are clutter. */
    private static final float CALM = 2;

    private static final float CLUTTER_RISE = 0.25f;
    private static final float CLUTTER_FALL = 0.02f;
    /** Before it is known, there may be leaves that wave. */
    private static final float UNKNOWN = 3;

    private static final int LEAST_HITS = 5;
    private static final int HITS_IN_CLUTTER = 8;
    private static final int MOST_MORE_HITS = 12;
    private static final float STRAIGHT = 0.4f;
    private static final float STRAIGHT_IN_CLUTTER = 0.75f;
    /** An insect at the lens is gone sooner. */
    private static final long LEAST_MICROS = 700_000;
    /** Seen so often, what a track covers is no noise to be learnt. */
    private static final int HITS_OF_A_THING = 3;

    private static final int MARGIN = 2;

    private final Track[] tracks = new Track[MOST];
    private float clutter = UNKNOWN;

    Tracks() {
        Arrays.setAll(tracks, i -> new Track());
    }

    Track[] all() {
        return tracks;
    }

    void clear() {
        for (Track track : tracks) {
            track.end();
        }
    }

    /** Whether something moves in a zone now. */
    boolean anyMotion() {
        for (Track track : tracks) {
            if (track.isMotion()) {
                return true;
            }
        }
        return false;
    }

    /** Whether something that may be a thing was first seen before a time. */
    boolean hasCandidateBefore(long micros) {
        for (Track track : tracks) {
            if (track.isUsed() && !track.isConfirmed() && track.firstMicros() < micros) {
                return true;
            }
        }
        return false;
    }

    /** Whether blobs come from nowhere. */
    boolean isCluttered() {
        return clutter >= CALM;
    }

    /**
     * Continues the tracks with a picture's blobs, and begins new ones.
     *
     * @param leastTravel how far a thing must come, in cells
     */
    void follow(Blobs blobs, float leastTravel, long micros, long position) {
        for (Track track : tracks) {
            track.expect();
        }
        boolean found = true;
        while (found) {
            found = continueNearest(blobs, micros, position);
        }
        int fresh = 0;
        for (int i = 0; i < blobs.count(); i++) {
            fresh += blobs.get(i).taken ? 0 : 1;
        }
        clutter += (fresh > clutter ? CLUTTER_RISE : CLUTTER_FALL) * (fresh - clutter);
        for (Track track : tracks) {
            track.missUnlessSeen();
            if (track.isSeen() && !track.isConfirmed() && hasCome(track, leastTravel, micros)) {
                track.confirm();
            }
        }
        if (blobs.count() <= MOST_BLOBS) {
            begin(blobs, micros, position);
        }
    }

    private boolean hasCome(Track track, float leastTravel, long micros) {
        float hits = isCluttered() ? HITS_IN_CLUTTER + Math.min(MOST_MORE_HITS, clutter) : LEAST_HITS;
        return micros - track.firstMicros() >= LEAST_MICROS
                && track.hasCome(hits, leastTravel, isCluttered() ? STRAIGHT_IN_CLUTTER : STRAIGHT);
    }

    /** Gives a track the blob that is the nearest of all to where its track expects it. @return false if there is none */
    private boolean continueNearest(Blobs blobs, long micros, long position) {
        float nearest = Float.POSITIVE_INFINITY;
        Track nearestTrack = null;
        Blob nearestBlob = null;
        for (Track track : tracks) {
            for (int i = 0; track.isExpected() && i < blobs.count(); i++) {
                Blob blob = blobs.get(i);
                float distance = blob.taken ? Float.POSITIVE_INFINITY : track.distance(blob);
                if (distance < nearest) {
                    nearest = distance;
                    nearestTrack = track;
                    nearestBlob = blob;
                }
            }
        }
        if (nearestTrack == null || nearestBlob == null) {
            return false;
        }
        nearestTrack.take(nearestBlob, micros, position);
        return true;
    }

    private void begin(Blobs blobs, long micros, long position) {
        int next = 0;
        for (int i = 0; i < blobs.count(); i++) {
            if (!blobs.get(i).taken) {
                while (next < MOST && tracks[next].isUsed()) {
                    next++;
                }
                if (next == MOST) {
                    return;
                }
                tracks[next].begin(blobs.get(i), micros, position);
            }
        }
    }

    /** Marks the cells round what may be a thing: it is not to be learnt as the scene. */
    void markBlobs(Grid grid, boolean[] cells) {
        mark(grid, 1, cells);
    }

    /** Marks the cells round what is likely a thing: what happens there is not to be learnt as noise. */
    void markThings(Grid grid, boolean[] cells) {
        mark(grid, HITS_OF_A_THING, cells);
    }

    private void mark(Grid grid, int leastHits, boolean[] held) {
        Arrays.fill(held, false);
        for (Track track : tracks) {
            if (track.isUsed() && track.hits() >= leastHits && track.missed() <= 1) {
                Blob box = track.box;
                int right = Math.min(grid.columns() - 1, box.right + MARGIN);
                int bottom = Math.min(grid.rows() - 1, box.bottom + MARGIN);
                for (int row = Math.max(0, box.top - MARGIN); row <= bottom; row++) {
                    for (int column = Math.max(0, box.left - MARGIN); column <= right; column++) {
                        held[row * grid.columns() + column] = true;
                    }
                }
            }
        }
    }

    /** The boxes of what moves in a zone now. */
    List<Box> moving(Grid grid) {
        return Arrays.stream(tracks)
                .filter(Track::isMotion)
                .limit(Finding.MOST_BOXES)
                .map(track -> Box.of(grid, track.box))
                .toList();
    }
}
