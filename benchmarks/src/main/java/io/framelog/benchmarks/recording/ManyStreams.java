package io.framelog.benchmarks.recording;

import io.framelog.benchmarks.camera.SyntheticPictures;
import io.framelog.benchmarks.load.WallClock;
import io.framelog.benchmarks.servers.Topic;
import io.framelog.frame.ImageSize;
import io.framelog.frame.StreamName;
import io.framelog.status.StatusTopic;
import io.framelog.status.StreamStatus;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Many live cameras on one thread. It writes their frames, evenly spread over time, and their statuses into a topic.
 */
public final class ManyStreams implements AutoCloseable {
    /** Of each stream. */
    public static final int FRAMES_PER_SECOND = 10;
    /** Of each frame, about. */
    public static final int FRAME_BYTES = 20_000;

    private static final ImageSize SIZE = new ImageSize(640, 480);

    private final Topic topic;
    private final List<StreamName> names;
    private final WallClock clock;
    private final int framesPerSecond;
    private final List<byte[]> pictures;
    private final Thread thread = new Thread(this::publish, "cameras");
    private volatile boolean closed;

    /** Begins to publish. */
    public ManyStreams(Topic topic, int streams, WallClock clock) {
        this(
                topic,
                streams,
                FRAMES_PER_SECOND,
                SyntheticPictures.make(SIZE.width(), SIZE.height(), 1, FRAME_BYTES),
                clock);
    }

    /**
     * Begins to publish pictures in turn.
     *
     * @param framesPerSecond of each stream
     * @param pictures of 640x480
     */
    public ManyStreams(Topic topic, int streams, int framesPerSecond, List<byte[]> pictures, WallClock clock) {
        this.topic = topic;
        this.framesPerSecond = framesPerSecond;
        this.pictures = pictures;
        this.clock = clock;
        names = Recording.names(0, 1, "cam", streams);
        thread.setDaemon(true);
        thread.start();
    }

    /** The name of the first stream. */
    public String first() {
        return names.get(0).value();
    }

    private void publish() {
        long interval = TimeUnit.SECONDS.toNanos(1) / framesPerSecond / names.size();
        long framesPerStatus = StatusTopic.HEARTBEAT.toSeconds() * framesPerSecond * names.size();
        long due = System.nanoTime();
        try (FrameWriter writer = new FrameWriter(topic, SIZE)) {
            for (long number = 0; !closed; number++) {
                StreamName name = names.get((int) (number % names.size()));
                byte[] picture = pictures.get((int) (number / names.size() % pictures.size()));
                writer.frame(name, picture, clock.nanos() / 1000, number / names.size());
                if (number % framesPerStatus < names.size()) {
                    writer.status(name, StreamStatus.State.LIVE, "", framesPerSecond);
                }
                due += interval;
                for (long left; !closed && (left = due - System.nanoTime()) > 0; ) {
                    LockSupport.parkNanos(left);
                }
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
