package io.framelog.detection.motion;

/** One thing that is followed from sample to sample. Reused. */
final class Track {
    boolean used;
    boolean confirmed;
    int hits;
    int active;
    int missed;
    int samples;
    long firstMicros;
    long firstPosition;
    long lastMicros;
    long lastPosition;
    float x;
    float y;
    float speedX;
    float speedY;
    float startX;
    float startY;
    float travelled;
    /** Path length, to compare with the net displacement. */
    float path;
    int left;
    int top;
    int right;
    int bottom;
    int cells;
    float strength;
    /** Union of all boxes at start. */
    int startLeft;
    int startRight;
    int startTop;
    int startBottom;

    void begin(Blob blob, long micros, long position) {
        used = true;
        confirmed = false;
        hits = 0;
        active = 0;
        missed = 0;
        samples = 0;
        firstMicros = micros;
        firstPosition = position;
        speedX = 0;
        speedY = 0;
        x = blob.x;
        y = blob.y;
        startX = blob.x;
        startY = blob.y;
        startLeft = blob.left;
        startRight = blob.right;
        startTop = blob.top;
        startBottom = blob.bottom;
        travelled = 0;
        path = 0;
        take(blob, micros, position);
    }

    void take(Blob blob, long micros, long position) {
        if (hits > 0) {
            float stepX = (blob.x - x) / (missed + 1);
            float stepY = (blob.y - y) / (missed + 1);
            float share = hits == 1 ? 1 : 0.5f;
            speedX += share * (stepX - speedX);
            speedY += share * (stepY - speedY);
            path += (float) Math.hypot(blob.x - x, blob.y - y);
        }
        x = blob.x;
        y = blob.y;
        left = blob.left;
        top = blob.top;
        right = blob.right;
        bottom = blob.bottom;
        cells = blob.cells;
        strength = blob.strength;
        hits++;
        samples += 1;
        missed = 0;
        lastMicros = micros;
        lastPosition = position;
        travelled = Math.max(travelled, (float) Math.hypot(x - startX, y - startY));
    }

    void miss() {
        missed++;
        samples++;
    }
}
