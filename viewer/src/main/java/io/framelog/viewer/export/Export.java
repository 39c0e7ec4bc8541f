package io.framelog.viewer.export;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import io.framelog.ffmpeg.FFmpegException;
import io.framelog.frame.StreamName;
import io.framelog.progress.ProgressDisplay;
import io.framelog.viewer.clip.Clip;
import io.framelog.viewer.clip.ClipKind;
import io.framelog.viewer.clip.ClipProgress;
import io.framelog.viewer.history.HistoryReader;
import io.framelog.viewer.history.HistoryReaders;
import io.framelog.viewer.history.HistoryReaders.Kind;
import io.framelog.viewer.history.Moment;
import io.framelog.viewer.history.NoSuchFrameException;
import io.framelog.viewer.history.NoSuchPositionException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes part of a stream into a file and shows the progress. */
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
     * An export, to be run once.
     *
     * @param from the first frame is the first at or after it
     * @param to the last frame is the last at or before it
     * @param partition the only one to read; empty for all
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
     * Writes the file.
     *
     * @return a summary in one line
     * @throws CommandFailure if there is nothing to export, or the file cannot be written
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
     */
    public String run(HistoryReaders readers) throws InterruptedException {
        long start = System.nanoTime();
        try (HistoryReader reader = readers.borrow(Kind.BULK, Duration.ZERO)) {
            requirePartition(reader);
            Clip clip = Clip.find(reader, kind, stream, from, to, Instant.now());
            try (ProgressDisplay display = new ProgressDisplay(
                    target.toString(), seconds(clip), new ExportProgress(clip.progress(), start), terminal)) {
                display.start();
                clip.write(target.open());
            }
            String summary = summary(clip.progress(), target.commit(), (System.nanoTime() - start) / 1e9);
            if (clip.isIncomplete()) {
                LOG.warn("{} lacks frames: the log lost its oldest while they were read", target);
            }
            return summary;
        } catch (NoSuchFrameException e) {
            throw new CommandFailure(ExitCode.NO_INPUT, e.getMessage() + ": see --from, --to, --partition", e);
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

    /** The length of the video. */
    private static OptionalLong seconds(Clip clip) {
        Instant first = Instant.EPOCH.plus(clip.firstMicros(), ChronoUnit.MICROS);
        return OptionalLong.of(Duration.between(first, clip.end()).toSeconds());
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
