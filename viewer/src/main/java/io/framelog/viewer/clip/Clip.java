package io.framelog.viewer.clip;

import io.framelog.frame.Frame;
import io.framelog.frame.StreamName;
import io.framelog.viewer.history.FrameCursor;
import io.framelog.viewer.history.HistoryReader;
import io.framelog.viewer.history.Moment;
import io.framelog.viewer.history.Moment.At;
import io.framelog.viewer.history.Moment.Earliest;
import io.framelog.viewer.history.Moment.Exactly;
import io.framelog.viewer.history.NoSuchFrameException;
import io.framelog.viewer.kafka.StoredFrame;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Part of a stream that becomes a file. Its first frame is found before anything is written. Not thread-safe, except
 * for its progress.
 */
public final class Clip {
    private final ClipKind kind;
    private final StreamName stream;
    private final FrameCursor cursor;
    private final long firstMicros;
    private final Instant end;
    private final OptionalLong length;
    private final ClipProgress progress = new ClipProgress();
    private @Nullable StoredFrame first;
    private boolean incomplete;

    private Clip(
            ClipKind kind,
            StreamName stream,
            FrameCursor cursor,
            StoredFrame first,
            Instant end,
            Optional<StoredFrame> last) {
        this.kind = kind;
        this.stream = stream;
        this.cursor = cursor;
        this.first = first;
        this.firstMicros = first.frame().capturedMicros();
        Instant begin = Instant.EPOCH.plus(firstMicros, ChronoUnit.MICROS);
        this.end = end.isBefore(begin) ? begin : end; // the stream's clock may be ahead
        this.length = last.map(frame -> OptionalLong.of(frame.frame().capturedMicros() - firstMicros))
                .filter(between -> between.getAsLong() >= 0)
                .orElse(OptionalLong.empty());
    }

    /**
     * Finds a clip's first frame.
     *
     * @param reader without a cursor in use; used until the clip is written
     * @param from the first frame is the first at or after it
     * @param to the last frame is the last at or before it
     * @param now when the clip was requested
     * @throws NoSuchFrameException if there is no frame
     * @throws io.framelog.viewer.history.NoSuchPositionException for a position that the log never had
     */
    public static Clip find(
            HistoryReader reader, ClipKind kind, StreamName stream, Moment from, Moment to, Instant now) {
        Instant end = to instanceof At at ? at.instant() : now;
        Moment last = to;
        if (to instanceof Exactly) {
            end = time(reader.shownAt(stream, to), stream).instant();
        } else if (to instanceof Earliest) {
            At time = time(reader.first(stream, to), stream);
            end = time.instant();
            last = time; // as a time, it holds for all partitions of the stream
        }
        // Before the cursor, which uses the reader from then on.
        Optional<StoredFrame> lastFrame = kind == ClipKind.MP4 ? reader.shownAt(stream, last) : Optional.empty();
        FrameCursor cursor = reader.cursor(stream, from, last);
        @Nullable StoredFrame first = cursor.next();
        if (first == null) {
            throw nothing("no frame", stream);
        }
        return new Clip(kind, stream, cursor, first, end, lastFrame);
    }

    private static At time(Optional<StoredFrame> frame, StreamName stream) {
        return frame.map(found -> new At(found.frame().capturedMicros()))
                .orElseThrow(() -> nothing("no frame", stream));
    }

    private static NoSuchFrameException nothing(String what, StreamName stream) {
        return new NoSuchFrameException("the log has " + what + " of '" + stream + "' there");
    }

    /** When the first frame was captured, in microseconds since the epoch. */
    public long firstMicros() {
        return firstMicros;
    }

    /** A time that no frame is after: that of the requested end, or when the clip was requested. */
    public Instant end() {
        return end;
    }

    /** How much is written. Can be called from any thread. */
    public ClipProgress progress() {
        return progress;
    }

    /**
     * Writes all frames, once.
     *
     * @param channel not closed here
     * @throws NoSuchFrameException if all frames are damaged; then nothing was written
     * @throws IOException of the channel or of FFmpeg
     * @throws InterruptedException if the thread was interrupted between two frames
     */
    public void write(WritableByteChannel channel) throws IOException, InterruptedException {
        try {
            new ClipJob(kind, stream, length).run(this::next, channel, progress);
        } finally {
            incomplete = cursor.takeRetentionGap();
        }
        if (progress.frames() == 0) {
            throw nothing("only damaged frames, or frames that are too large to decode,", stream);
        }
    }

    private @Nullable Frame next() {
        StoredFrame next = first == null ? cursor.next() : first;
        first = null;
        return next == null ? null : next.frame();
    }

    /** Whether the log lost its oldest frames while they were read, so that the written clip lacks some. */
    public boolean isIncomplete() {
        return incomplete;
    }
}
