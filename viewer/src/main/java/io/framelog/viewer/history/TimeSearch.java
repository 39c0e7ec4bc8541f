package io.framelog.viewer.history;

import static io.framelog.viewer.history.HistoryReader.CLOCK_SKEW;

import io.framelog.frame.Frame;
import io.framelog.frame.StreamName;
import io.framelog.viewer.kafka.LogConsumer;
import io.framelog.viewer.kafka.OffsetRange;
import io.framelog.viewer.kafka.RecordFilter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds where a stream passes a time in a partition. Kafka's time index has the first record at or after a time, which
 * is the wrong place if timestamps do not only grow: one record from the future hides all that follow it. So the
 * index's answer is compared with the stream's own frames there. If they disagree, the place is searched by offset; the
 * middle one of a few frames counts, so that a single wrong one misleads nobody. Not thread-safe.
 */
final class TimeSearch {
    /** How many of the stream's frames are looked at in a place. */
    private static final int FRAMES = 3;
    /** How many records are read to find them, when other streams share the partition. */
    private static final int MAX_RECORDS = 32;
    /** A search ends with so many records in doubt: reading them is as fast as halving them. */
    private static final int NEAR = 8;
    /** How long a search may take: what it knows by then counts. */
    private static final Duration LIMIT = Duration.ofMillis(1500);

    private static final long SKEW_MICROS = TimeUnit.NANOSECONDS.toMicros(CLOCK_SKEW.toNanos());

    private final LogConsumer consumer;
    private final RecordFilter filter;
    private final StreamName stream;

    TimeSearch(LogConsumer consumer, RecordFilter filter, StreamName stream) {
        this.consumer = consumer;
        this.filter = filter;
        this.stream = stream;
    }

    /**
     * The offset of the stream's first frame at or after a time, or a little before it.
     *
     * @param range its beginning is the index's answer; its end is the partition's
     */
    long first(TopicPartition partition, OffsetRange range, long micros) {
        if (range.from() >= range.to()) {
            return range.from();
        }
        Place there = look(partition, range);
        if (there.isByOtherClock()) {
            return search(partition, whole(partition, range), micros).from();
        }
        OptionalLong time = there.time(SKEW_MICROS);
        return time.isEmpty() || time.getAsLong() >= micros - SKEW_MICROS
                ? range.from()
                : search(partition, range, micros).from();
    }

    /**
     * An offset behind the stream's last frame up to a time.
     *
     * @param range its beginning is the index's answer; its end is the partition's
     */
    long end(TopicPartition partition, OffsetRange range, long micros) {
        if (range.from() >= range.to()) {
            return range.from();
        }
        OptionalLong time = look(partition, range).time(-SKEW_MICROS);
        return time.isEmpty() || time.getAsLong() > micros
                ? range.from()
                : Math.min(
                        range.to(), search(partition, range, micros + 1).to() + MAX_RECORDS); // the middle one is later
    }

    /** Where the stream passes a time, without the index: it may use another clock than the frames. */
    long anywhere(TopicPartition partition, long end, long micros) {
        return search(partition, whole(partition, new OffsetRange(end, end)), micros)
                .from();
    }

    private OffsetRange whole(TopicPartition partition, OffsetRange range) {
        long begin = consumer.beginOffsets(List.of(partition)).getOrDefault(partition, range.from());
        return new OffsetRange(begin, range.to());
    }

    /** Narrows a range: what is before it is earlier than the time, what is behind it is not. */
    private OffsetRange search(TopicPartition partition, OffsetRange range, long micros) {
        long begun = System.nanoTime();
        long low = range.from();
        long high = range.to();
        while (high - low > NEAR && System.nanoTime() - begun < LIMIT.toNanos()) {
            long middle = low + (high - low) / 2;
            OptionalLong time =
                    look(partition, new OffsetRange(middle, range.to())).time(0);
            if (time.isPresent() && time.getAsLong() < micros) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return new OffsetRange(low, high);
    }

    private Place look(TopicPartition partition, OffsetRange range) {
        Place place = new Place();
        long to = Math.min(range.to(), range.from() + MAX_RECORDS);
        try {
            consumer.readUntil(partition, new OffsetRange(range.from(), to), LIMIT, place::add);
        } catch (OffsetOutOfRangeException e) {
            return new Place(); // retention was faster
        }
        return place;
    }

    /** What the records of a place say about the time there. */
    private final class Place {
        private final List<Long> own = new ArrayList<>();
        private final List<Long> stamped = new ArrayList<>();
        private final List<Long> others = new ArrayList<>();

        /** @return whether it is enough */
        boolean add(ConsumerRecord<byte[], ByteBuffer> record) {
            long stamp = TimeUnit.MILLISECONDS.toMicros(record.timestamp());
            Frame frame = filter.read(record);
            if (frame == null || !frame.stream().equals(stream)) {
                others.add(stamp);
            } else {
                own.add(frame.capturedMicros());
                stamped.add(stamp);
            }
            return own.size() == FRAMES || own.size() + others.size() >= MAX_RECORDS;
        }

        /** Whether Kafka's index uses other times than the frames: those of the broker, such as with LogAppendTime. */
        boolean isByOtherClock() {
            return !own.isEmpty() && Math.abs(middle(own) - middle(stamped)) > SKEW_MICROS;
        }

        /**
         * The time of the stream here; of other streams if it has no frame here.
         *
         * @param margin is added to the others' times, because their clocks may be different
         */
        OptionalLong time(long margin) {
            if (!own.isEmpty()) {
                return OptionalLong.of(middle(own));
            }
            return others.isEmpty() ? OptionalLong.empty() : OptionalLong.of(middle(others) + margin);
        }

        private static long middle(List<Long> times) {
            List<Long> sorted = new ArrayList<>(times);
            Collections.sort(sorted);
            return sorted.get((sorted.size() - 1) / 2);
        }
    }
}
