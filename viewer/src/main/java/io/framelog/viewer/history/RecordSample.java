package io.framelog.viewer.history;

/**
 * A sample of consecutive records.
 *
 * @param end the offset behind the last
 * @param records how many there were
 * @param frames how many of them are the stream's
 * @param bytes of the stream's images
 * @param spacingMillis the mean time between two of the stream's frames; 0 if fewer than two were seen
 */
public record RecordSample(long end, long records, long frames, long bytes, long spacingMillis) {
    /** No records. */
    public static final RecordSample NONE = new RecordSample(0, 0, 0, 0, 0);

    /** Both together; end and spacing are this one's, unless it has none. */
    public RecordSample plus(RecordSample other) {
        return new RecordSample(
                end == 0 ? other.end : end,
                records + other.records,
                frames + other.frames,
                bytes + other.bytes,
                spacingMillis == 0 ? other.spacingMillis : spacingMillis);
    }

    /** Counts records. */
    static final class Builder {
        private long end;
        private long records;
        private long frames;
        private long bytes;
        private long framesSeen;
        private long firstMillis;
        private long lastMillis;

        Builder(long from) {
            end = from;
        }

        void countRecord(long offset) {
            end = offset + 1;
            records++;
        }

        void countFrame(int length) {
            frames++;
            bytes += length;
        }

        /** For the spacing; also of frames that are not counted. */
        void addTime(long millis) {
            firstMillis = framesSeen == 0 ? millis : firstMillis;
            lastMillis = millis;
            framesSeen++;
        }

        RecordSample build() {
            long spacing = framesSeen < 2 ? 0 : Math.max(0, (lastMillis - firstMillis) / (framesSeen - 1));
            return new RecordSample(end, records, frames, bytes, spacing);
        }
    }
}
