package io.framelog.viewer.detect;

import io.framelog.event.StreamEvent;
import io.framelog.ffmpeg.Thumbnailer;
import io.framelog.frame.Frame;
import io.framelog.frame.StreamName;
import io.framelog.viewer.kafka.RecordFilter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the frames of some partitions and collects the events. For one thread. */
final class Detector implements AutoCloseable {
    /** More streams than this are not watched by one process. */
    private static final int MOST_STREAMS = 1_000;

    private static final int LEAST_STREAMS = 8;
    /** A stream may need so much, with the frame that shows its event best. */
    private static final long STREAM_BYTES = 1 << 20;
    /** What everything else needs of the heap. */
    private static final long OTHER_BYTES = 40 << 20;

    private static final Duration QUIET = Duration.ofSeconds(10);
    private static final Duration FORGET = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(Detector.class);

    private record Key(int partition, StreamName stream) {}

    private final StreamSettings settings;
    private final RecordFilter filter;
    private final ToldEvents told;
    private final DetectionCounters counters;
    private final Thumbnailer pictures = new Thumbnailer(BestPicture.QUALITY);
    private final Samples samples;
    private final Map<Key, WatchedStream> streams = new HashMap<>();
    private final Deque<StreamEvent> events = new ArrayDeque<>();
    private final int mostStreams = mostStreams(Runtime.getRuntime().maxMemory());
    private DetectionFile applied;
    private boolean tooManyTold;

    /** @param told what was told before; asked for each stream that is new here */
    Detector(StreamSettings settings, RecordFilter filter, ToldEvents told, DetectionCounters counters) {
        this.settings = settings;
        this.filter = filter;
        this.told = told;
        this.counters = counters;
        samples = new Samples(counters, settings.faces());
        applied = settings.config().present();
    }

    /** How many streams a process can watch whose heap has a limit of so many bytes. */
    static int mostStreams(long heap) {
        return (int) Math.max(LEAST_STREAMS, Math.min(MOST_STREAMS, (heap - OTHER_BYTES) / STREAM_BYTES));
    }

    /**
     * Looks at the next records.
     *
     * @param factor how many times longer than usual the time between two pictures of a stream is
     */
    void look(Iterable<ConsumerRecord<byte[], ByteBuffer>> records, double factor) throws InterruptedException {
        applyChanges();
        for (ConsumerRecord<byte[], ByteBuffer> record : records) {
            try {
                Frame frame = filter.read(record);
                if (frame != null && settings.isWatched(frame.stream())) {
                    look(frame, record, factor);
                }
            } catch (RuntimeException e) { // whatever a record contains, the next ones must be looked at
                LOG.error(
                        "unexpected error at {}@{}; continuing: {}",
                        record.partition(),
                        record.offset(),
                        e.toString(),
                        e);
            }
        }
        counters.streams(streams.size());
    }

    /** Streams whose settings have changed begin anew; what goes on in them is over. */
    private void applyChanges() {
        DetectionFile present = settings.config().present();
        if (present.equals(applied)) {
            return;
        }
        applied = present;
        Set<StreamName> changed = new TreeSet<>(Comparator.comparing(StreamName::value));
        streams.entrySet().removeIf(entry -> {
            StreamName name = entry.getKey().stream();
            boolean differs =
                    !settings.isWatched(name) || !entry.getValue().settings().equals(settings.of(name));
            if (differs) {
                entry.getValue().finish();
                changed.add(name);
            }
            return differs;
        });
        LOG.info("other settings for the streams {}; {} go on as before", changed, streams.size());
    }

    private void look(Frame frame, ConsumerRecord<byte[], ByteBuffer> record, double factor)
            throws InterruptedException {
        WatchedStream stream = stream(frame.stream(), record.partition());
        if (stream != null) {
            samples.look(stream, frame, record.offset(), factor);
        }
    }

    private @Nullable WatchedStream stream(StreamName name, int partition) {
        Key key = new Key(partition, name);
        WatchedStream known = streams.get(key);
        if (known != null) {
            return known;
        }
        if (streams.size() == mostStreams) {
            if (!tooManyTold) {
                tooManyTold = true;
                LOG.warn(
                        "more than {} streams: the others are not watched; start another detector, or give this one more"
                                + " memory, such as FRAMELOG_JAVA_OPTS=-Xmx1g",
                        mostStreams);
            }
            return null;
        }
        WatchedStream stream =
                new WatchedStream(settings.of(name), new FindingEvents(name, partition, false), pictures, events::add);
        told.tell(name, partition, stream);
        streams.put(key, stream);
        return stream;
    }

    /** How many streams are watched. */
    int streams() {
        return streams.size();
    }

    /** The events that were not written yet, the oldest first. */
    Deque<StreamEvent> events() {
        return events;
    }

    /** Ends what goes on in streams that have had no frames for some time. */
    void endSilent() {
        long now = System.nanoTime();
        streams.values().removeIf(stream -> {
            long silent = now - stream.lookedNanos();
            if (silent > QUIET.toNanos()) {
                stream.finish();
            }
            return silent > FORGET.toNanos();
        });
    }

    /** Where another process would have to begin to find the same; empty if nothing is known of the partition. */
    Optional<Long> place(int partition) {
        return streams.entrySet().stream()
                .filter(entry -> entry.getKey().partition() == partition)
                .map(entry -> entry.getValue().place())
                .min(Long::compare)
                .filter(offset -> offset != Long.MAX_VALUE);
    }

    /** Forgets partitions, which another process goes on with. */
    void forget(Set<TopicPartition> partitions) {
        partitions.forEach(gone -> streams.keySet().removeIf(key -> key.partition() == gone.partition()));
    }

    @Override
    public void close() {
        samples.close();
    }
}
