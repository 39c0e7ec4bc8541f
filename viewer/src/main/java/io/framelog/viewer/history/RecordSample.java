package io.framelog.viewer.history;

import java.util.ArrayList;
import java.util.List;

/**
 * A sample of consecutive records.
 *
 * @param from the first offset that was looked at
 * @param end the offset behind the last
 * @param records how many there were
 * @param frames the stream's among them, in the order of the log
 * @param spacingMillis the mean time between two of the stream's frames; 0 if fewer than two were seen
 */
public record RecordSample(long from, long end, long records, List<SeenFrame> frames, long spacingMillis) {
    /** So few frames tell a time, even if one of them has a wrong one. */
    private static final int FEW = 3;

    /**
     * A frame of the stream.
     *
     * @param millis when it was captured, since the epoch
     * @param bytes of its image
     */
    public record SeenFrame(long millis, int bytes) {}

    /** Copies the list. */
    public RecordSample {
        frames = List.copyOf(frames);
    }

    /** The bytes of the stream's images. */
    public long bytes() {
        return frames.stream().mapToLong(SeenFrame::bytes).sum();
    }

    /** The middle one of the frames' times, which single wrong ones do not change; only if there is a frame. */
    public long middleMillis() {
        return middle(frames);
    }

    /** When the first frames were captured: the middle one of up to three; only if there is a frame. */
    public long firstMillis() {
        return middle(frames.subList(0, Math.min(FEW, frames.size())));
    }

    /** When the last frames were captured: the middle one of up to three; only if there is a frame. */
    public long lastMillis() {
        return middle(frames.subList(Math.max(0, frames.size() - FEW), frames.size()));
    }

    private static long middle(List<SeenFrame> frames) {
        long[] times = frames.stream().mapToLong(SeenFrame::millis).sorted().toArray();
        return times[(times.length - 1) / 2];
    }

    /** Counts records. */
    static final class Builder {
        private final long from;
        private final List<SeenFrame> frames = new ArrayList<>();
        private long end;
        private long records;
        private long stamps;
        private long firstStamp;
        private long lastStamp;

        Builder(long from) {
            this.from = from;
            end = from;
        }

        void countRecord() {
            records++;
        }

        /** The sample has all records before this offset. */
        void end(long offset) {
            end = offset;
        }

        void countFrame(int length, long millis) {
            frames.add(new SeenFrame(millis, length));
        }

        /** For the spacing; also of frames that are not counted. */
        void addStamp(long millis) {
            firstStamp = stamps == 0 ? millis : firstStamp;
            lastStamp = millis;
            stamps++;
        }

        RecordSample build() {
            long spacing = stamps < 2 ? 0 : Math.max(0, (lastStamp - firstStamp) / (stamps - 1));
            return new RecordSample(from, end, records, frames, spacing);
        }
    }
}
