package io.framelog.benchmarks.recording;

import io.framelog.benchmarks.camera.SyntheticPictures;
import io.framelog.benchmarks.servers.Topic;
import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import io.framelog.frame.StreamName;
import io.framelog.status.StreamStatus;
import java.time.Duration;
import java.util.List;

/** Writes recordings into Kafka as fast as it can, and the status of each stream: it has ended. */
public final class Recorder {
    /** The longest frame; on average they have 30 KB. */
    private static final int FRAME_BYTES = 31_000;
    /** What Kafka adds to a frame: the heads of batch and record, key and headers. */
    private static final int OVERHEAD = 250;
    /** What a recording leaves free on the disk. */
    private static final long RESERVE = 8_000_000_000L;

    private static final int PICTURES = 16;

    private final List<byte[]> pictures;

    /** Writes pictures that are made here. */
    public Recorder() {
        this(SyntheticPictures.make(Recording.SIZE.width(), Recording.SIZE.height(), PICTURES, FRAME_BYTES));
    }

    /** Writes pictures of {@link Recording#SIZE} in turn. */
    public Recorder(List<byte[]> pictures) {
        this.pictures = pictures;
    }

    /**
     * How long a recording may be.
     *
     * @param usableBytes what is free on the broker's disk
     * @return {@code asked}, or less if the disk has no room for it
     * @throws CommandFailure if there is no room for one second
     */
    public static Duration possible(long usableBytes, Duration asked, int streams) {
        long bytesPerSecond = (long) streams * Recording.FRAMES_PER_SECOND * (FRAME_BYTES + OVERHEAD);
        long seconds = Math.max(0, usableBytes - RESERVE) / bytesPerSecond;
        if (seconds == 0) {
            throw new CommandFailure(
                    ExitCode.UNEXPECTED,
                    "the broker's disk has " + usableBytes / 1_000_000 + " MB free; " + RESERVE / 1_000_000
                            + " MB of that must stay free");
        }
        return asked.toSeconds() < seconds ? asked : Duration.ofSeconds(seconds);
    }

    /**
     * Writes a recording that ends now.
     *
     * @throws CommandFailure if Kafka rejects a frame, or puts it into another partition
     */
    public Recording record(Topic topic, int partition, List<StreamName> streams, Duration length) {
        int bytes = (int)
                pictures.stream().mapToInt(picture -> picture.length).average().orElse(0);
        long begin = System.currentTimeMillis() - length.toMillis();
        Recording recording = new Recording(topic, partition, streams, begin, length, bytes);
        try (FrameWriter writer = new FrameWriter(topic, Recording.SIZE)) {
            for (long number = 0; number < recording.framesPerStream() && writer.fault() == null; number++) {
                for (int stream = 0; stream < streams.size(); stream++) {
                    byte[] picture = pictures.get((int) ((number + stream) % pictures.size()));
                    writer.frame(streams.get(stream), picture, recording.capturedMicros(number, stream), number);
                }
            }
            writer.flush();
            if (writer.fault() != null
                    || writer.newest().values().stream().anyMatch(at -> at.partition() != partition)) {
                throw new CommandFailure(
                        ExitCode.UNEXPECTED,
                        "Kafka did not take the recording: " + writer.fault() + ", " + writer.newest());
            }
            streams.forEach(
                    name -> writer.status(name, StreamStatus.State.ENDED, "recorded", Recording.FRAMES_PER_SECOND));
        }
        return recording;
    }
}
