package io.framelog.detection.motion;

/** One thing that is followed from picture to picture. Reused; for one thread. */
final class Track {
    private static final long NEVER = Long.MAX_VALUE;
    private static final float SPEED_RATE = 0.5f;
    private static final float FIRST_REACH = 14;
    private static final float REACH = 8;
    private static final float REACH_PER_MISS = 2;
    /** Pictures in which a thing may be unseen; a thing that has only appeared, in one. */
    private static final int MOST_MISSED = 5;

    private boolean used;
    private boolean confirmed;
    private boolean expected;
    private int hits;
    private int missed;
    private long firstMicros;
    private long zoneMicros;
    private long zonePosition;
    private float startX;
    private float startY;
    private float x;
    private float y;
    private float speedX;
    private float speedY;
    private float travelled;
    private float path;
    final Blob box = new Blob();

    void begin(Blob blob, long micros, long position) {
        used = true;
        confirmed = false;
        hits = 0;
        missed = 0;
        firstMicros = micros;
        startX = blob.x;
        startY = blob.y;
        speedX = 0;
        speedY = 0;
        travelled = 0;
        path = 0;
        zoneMicros = NEVER;
        take(blob, micros, position);
    }

    void end() {
        used = false;
    }

    boolean isUsed() {
        return used;
    }

    boolean isConfirmed() {
        return confirmed;
    }

    /** Whether it was seen in the last picture. */
    boolean isSeen() {
        return used && missed == 0;
    }

    int hits() {
        return hits;
    }

    int missed() {
        return missed;
    }

    long firstMicros() {
        return firstMicros;
    }

    /** Whether it is seen in a zone now, and is a thing that moves. */
    boolean isMotion() {
        return confirmed && isSeen() && box.zones != 0;
    }

    /** When it was first seen in a zone. */
    long zoneMicros() {
        return zoneMicros;
    }

    long zonePosition() {
        return zonePosition;
    }

    /** How far a blob is from where the thing is expected, in cells; infinite if it is too far. */
    float distance(Blob blob) {
        float expectedX = x + speedX * (missed + 1);
        float expectedY = y + speedY * (missed + 1);
        float gapX = Math.max(0, Math.abs(blob.x - expectedX) - blob.width() / 4f);
        float gapY = Math.max(0, Math.abs(blob.y - expectedY) - blob.height() / 4f);
        float distance = (float) Math.sqrt(gapX * gapX + gapY * gapY);
        float reach = hits == 1 ? FIRST_REACH : REACH + REACH_PER_MISS * missed;
        return distance < reach ? distance : Float.POSITIVE_INFINITY;
    }

    void take(Blob blob, long micros, long position) {
        if (hits > 0) {
            float stepX = blob.x - x;
            float stepY = blob.y - y;
            float rate = hits == 1 ? 1 : SPEED_RATE;
            speedX += rate * (stepX / (missed + 1) - speedX);
            speedY += rate * (stepY / (missed + 1) - speedY);
            path += (float) Math.sqrt(stepX * stepX + stepY * stepY);
        }
        x = blob.x;
        y = blob.y;
        float wayX = x - startX;
        float wayY = y - startY;
        travelled = Math.max(travelled, (float) Math.sqrt(wayX * wayX + wayY * wayY));
        box.copy(blob);
        if (zoneMicros == NEVER && blob.zones != 0) {
            zoneMicros = micros;
            zonePosition = position;
        }
        hits++;
        missed = 0;
        expected = false;
        blob.taken = true;
    }

    /** Begins with the next picture. */
    void expect() {
        expected = used;
    }

    /** Whether it has not been seen in the present picture. */
    boolean isExpected() {
        return expected;
    }

    /** Ends with the present picture. */
    void missUnlessSeen() {
        if (expected) {
            expected = false;
            missed++;
            used = missed <= (confirmed ? MOST_MISSED : 1);
        }
    }

    /** Whether it has been seen often and has come far enough, rather straight, to be a thing that moves. */
    boolean hasCome(float leastHits, float leastTravel, float leastStraightness) {
        return hits >= leastHits && travelled >= leastTravel && travelled >= leastStraightness * path;
    }

    void confirm() {
        confirmed = true;
    }
}
