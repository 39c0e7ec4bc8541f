package io.framelog.viewer.history;

/**
 * What was seen of records that lie side by side.
 *
 * @param end the offset behind the last
 * @param records how many there were
 * @param frames how many of them are the stream's
 * @param bytes of the stream's images
 * @param spacingMillis from one of its frames to the next, on average; 0 where no two were seen
 */
public record Sample(long end, long records, long frames, long bytes, long spacingMillis) {
    /** Of nothing. */
    public static final Sample NONE = new Sample(0, 0, 0, 0, 0);

    /** Both together; the end and the spacing are this one's, where it has them. */
    public Sample plus(Sample other) {
        return new Sample(
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

        /** Also of frames that are not to be counted. */
        void seeFrame(long millis) {
            firstMillis = framesSeen == 0 ? millis : firstMillis;
            lastMillis = millis;
            framesSeen++;
        }

        Sample build() {
            long spacing = framesSeen < 2 ? 0 : Math.max(0, (lastMillis - firstMillis) / (framesSeen - 1));
            return new Sample(end, records, frames, bytes, spacing);
        }
    }
}
