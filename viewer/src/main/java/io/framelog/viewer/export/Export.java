package io.framelog.viewer.export;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import io.framelog.ffmpeg.FFmpegException;
import io.framelog.frame.StreamName;
import io.framelog.progress.ProgressDisplay;
import io.framelog.viewer.clip.ClipJob;
import io.framelog.viewer.clip.ClipKind;
import io.framelog.viewer.clip.ClipProgress;
import io.framelog.viewer.clip.FirstAndRest;
import io.framelog.viewer.history.FrameCursor;
import io.framelog.viewer.history.HistoryReader;
import io.framelog.viewer.history.HistoryReaders;
import io.framelog.viewer.history.HistoryReaders.Kind;
import io.framelog.viewer.history.Moment;
import io.framelog.viewer.history.Moment.At;
import io.framelog.viewer.history.Moment.Earliest;
import io.framelog.viewer.history.Moment.Exactly;
import io.framelog.viewer.history.NoSuchPositionException;
import io.framelog.viewer.kafka.StoredFrame;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a stretch of a stream into a file, and tells how far it is. */
public final class Export {
    private static final Logger LOG = LoggerFactory.getLogger(Export.class);

    private final ClipKind kind;
    private final StreamName stream;
    private final Moment from;
    private final Moment to;
    private final OptionalInt partition;
    private final ExportTarget target;
    private final boolean terminal;

    /**
     * An export that can be run once.
     *
     * @param from the first frame is the first at or after it
     * @param to the last frame is the last at or before it
     * @param partition that the stream is known to lie in; empty where that may be any
     * @param terminal whether standard error is a terminal
     */
    public Export(
            ClipKind kind,
            StreamName stream,
            Moment from,
            Moment to,
            OptionalInt partition,
            ExportTarget target,
            boolean terminal) {
        this.kind = kind;
        this.stream = stream;
        this.from = from;
        this.to = to;
        this.partition = partition;
        this.target = target;
        this.terminal = terminal;
    }

    /**
     * Does it.
     *
     * @return a line that tells what was done
     * @throws CommandFailure if there is nothing to export, or the file cannot be written
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
     */
    public String run(HistoryReaders readers) throws InterruptedException {
        long start = System.nanoTime();
        ClipProgress progress = new ClipProgress();
        try (HistoryReader reader = readers.borrow(Kind.BULK, Duration.ZERO)) {
            requirePartition(reader);
            Moment last = last(reader);
            FrameCursor cursor = reader.cursor(stream, from, last);
            @Nullable StoredFrame first = cursor.next();
            if (first == null) {
                throw nothing("no frame");
            }
            long firstMicros = first.frame().capturedMicros();
            try (ProgressDisplay display = new ProgressDisplay(
                    target.toString(), secondsFrom(firstMicros, last), new ExportProgress(progress, start), terminal)) {
                display.start();
                FirstAndRest frames = new FirstAndRest(first, cursor);
                new ClipJob(kind, stream).run(frames, target.open(), progress);
            }
            if (progress.frames() == 0) {
                throw nothing("only damaged frames");
            }
            String done = summary(progress, target.commit(), (System.nanoTime() - start) / 1e9);
            if (cursor.takeRetentionGap()) {
                LOG.warn(
                        "{} lacks frames: the log lost its oldest while they were read; how many is not known", target);
            }
            return done;
        } catch (NoSuchPositionException e) {
            throw new CommandFailure(ExitCode.NO_INPUT, String.valueOf(e.getMessage()), e);
        } catch (FFmpegException e) {
            throw new CommandFailure(ExitCode.UNEXPECTED, "FFmpeg failed: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.UNEXPECTED, target + " cannot be written: " + e.getMessage(), e);
        } finally {
            target.abandon();
        }
    }

    private void requirePartition(HistoryReader reader) {
        if (partition.isPresent() && reader.end(partition.getAsInt()).isEmpty()) {
            throw new CommandFailure(
                    ExitCode.NO_INPUT, "the topic has no partition " + partition.getAsInt() + ": see --partition");
        }
    }

    /** Up to the beginning, the first frame is the last. */
    private Moment last(HistoryReader reader) {
        return to instanceof Earliest
                ? reader.first(stream, to)
                        .<Moment>map(frame -> new At(frame.frame().capturedMicros()))
                        .orElse(to)
                : to;
    }

    private CommandFailure nothing(String what) {
        return new CommandFailure(
                ExitCode.NO_INPUT, "the log has " + what + " of '" + stream + "' there: see --from, --to, --partition");
    }

    /** The length of the video; empty where that is not known before its end. */
    private static OptionalLong secondsFrom(long firstMicros, Moment last) {
        if (last instanceof Exactly) {
            return OptionalLong.empty();
        }
        Instant end = last instanceof At at ? at.instant() : Instant.now();
        Instant first = Instant.EPOCH.plus(firstMicros, ChronoUnit.MICROS);
        return OptionalLong.of(Duration.between(first, end).toSeconds());
    }

    private String summary(ClipProgress progress, long bytes, double seconds) {
        double length = progress.length().toNanos() / 1e9;
        return String.format(
                Locale.ROOT,
                "%s: %d frames, %.1f s of video%s, in %.1f s (%.1f times real time)%s",
                target,
                progress.frames(),
                length,
                target.isStandardOutput() ? "" : String.format(Locale.ROOT, ", %.1f MB", bytes / 1e6),
                seconds,
                length / seconds,
                progress.leftOut() == 0 ? "" : "; " + progress.leftOut() + " frames were damaged or of another format");
    }
}
