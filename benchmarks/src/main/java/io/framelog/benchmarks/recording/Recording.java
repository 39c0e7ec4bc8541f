package io.framelog.benchmarks.recording;

import io.framelog.benchmarks.servers.Topic;
import io.framelog.frame.ImageSize;
import io.framelog.frame.StreamName;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.common.utils.Utils;

/**
 * Streams in one partition of a topic, filmed at the same time.
 *
 * @param beginMillis when they begin, milliseconds since the epoch
 * @param frameBytes the average length of a frame
 */
public record Recording(
        Topic topic, int partition, List<StreamName> streams, long beginMillis, Duration length, int frameBytes) {
    /** Of each stream. */
    public static final int FRAMES_PER_SECOND = 30;
    /** Of each frame. */
    public static final ImageSize SIZE = new ImageSize(640, 480);

    /** A stream, and a time within it. */
    public record Moment(StreamName stream, long millis) {}

    /**
     * The first names of a word and a number that Kafka's default partitioner puts into a partition.
     *
     * @param partitions how many the topic has
     */
    public static List<StreamName> names(int partition, int partitions, String word, int count) {
        return IntStream.iterate(1, number -> number + 1)
                .mapToObj(number -> new StreamName(word + number))
                .filter(name -> Utils.toPositive(Utils.murmur2(name.toKey())) % partitions == partition)
                .limit(count)
                .toList();
    }

    /** How many frames each stream has. */
    public long framesPerStream() {
        return length.toMillis() * FRAMES_PER_SECOND / 1000;
    }

    /** The length in minutes. */
    public double minutes() {
        return length.toMillis() / 6e4;
    }

    /** The last millisecond of its beginning of a certain length. */
    public long endMillis(Duration beginning) {
        return beginMillis + beginning.toMillis() - 1;
    }

    /** How many frames the first stream has in that beginning. */
    public long framesUntil(Duration beginning) {
        return LongStream.range(0, framesPerStream())
                .takeWhile(number -> capturedMicros(number, 0) <= 1000 * endMillis(beginning))
                .count();
    }

    /** A length, or the recording's if that is shorter. */
    public Duration atMost(Duration wanted) {
        return wanted.compareTo(length) < 0 ? wanted : length;
    }

    /** When a stream's frame was captured, microseconds since the epoch. The cameras take turns. */
    long capturedMicros(long number, int stream) {
        long turns = number * streams.size() + stream;
        return 1000 * beginMillis + turns * 1_000_000 / ((long) FRAMES_PER_SECOND * streams.size());
    }

    /** Whether a frame captured at a time is the last before a moment or the first after it. */
    public boolean isAt(Moment moment, long capturedMicros) {
        return Math.abs(capturedMicros - 1000 * moment.millis()) <= 1_000_000 / FRAMES_PER_SECOND;
    }

    /**
     * A random moment of a random stream.
     *
     * @param rest how much follows the moment; if the recording is shorter, the moment is its begin
     */
    public Moment random(SplittableRandom random, Duration rest) {
        long room = Math.max(1, length.minus(rest).toMillis());
        return new Moment(streams.get(random.nextInt(streams.size())), beginMillis + random.nextLong(room));
    }
}
