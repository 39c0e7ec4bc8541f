package io.framelog.viewer.timeline;

/**
 * A span of time in equal buckets, to the millisecond.
 *
 * @param span of all
 * @param count how many
 */
record Grid(Span span, int count) {
    /** No bucket is shorter than a millisecond, which is how finely Kafka stamps. */
    static Grid of(Span span, int count) {
        return new Grid(span, (int) Math.max(1, Math.min(count, span.length())));
    }

    /** Where a bucket begins, and the one before it ends. */
    long bound(int bucket) {
        return span.from() + span.length() * bucket / count;
    }

    Span bucket(int bucket) {
        return new Span(bound(bucket), bound(bucket + 1));
    }

    /** The bucket that a time is in. */
    int indexOf(long millis) {
        int index = (int) Math.max(0, Math.min(count - 1, (millis - span.from()) * count / span.length()));
        while (index > 0 && bound(index) > millis) {
            index--;
        }
        while (index < count - 1 && bound(index + 1) <= millis) {
            index++;
        }
        return index;
    }
}
