package io.framelog.viewer.timeline;

/**
 * A span of time, divided into equal buckets.
 *
 * @param count how many buckets
 */
record TimeBuckets(Span span, int count) {
    /** With fewer buckets if they would be shorter than a millisecond, the unit of Kafka's timestamps. */
    static TimeBuckets of(Span span, int count) {
        return new TimeBuckets(span, (int) Math.max(1, Math.min(count, span.length())));
    }

    /** When a bucket begins, and the one before it ends. */
    long bound(int bucket) {
        return span.from() + span.length() * bucket / count;
    }

    Span get(int bucket) {
        return new Span(bound(bucket), bound(bucket + 1));
    }

    /** The bucket of a time. */
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
