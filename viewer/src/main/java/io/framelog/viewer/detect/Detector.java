package io.framelog.viewer.detect;

import io.framelog.detection.motion.Workspace;
import io.framelog.event.StreamEvent;
import io.framelog.ffmpeg.FFmpegException;
import io.framelog.ffmpeg.GreyDecoder;
import io.framelog.ffmpeg.GreyPicture;
import io.framelog.ffmpeg.PictureTooLargeException;
import io.framelog.frame.Frame;
import io.framelog.frame.ImageSize;
import io.framelog.frame.StreamName;
import io.framelog.viewer.kafka.RecordFilter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the frames of some partitions and collects the events. For one thread. */
final class Detector implements AutoCloseable {
    /** More streams than this are not watched by one process. */
    private static final int MOST_STREAMS = 1_000;

    private static final Duration QUIET = Duration.ofSeconds(10);
    private static final Duration FORGET = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(Detector.class);

    private record Key(int partition, StreamName stream) {}

    private final StreamSettings settings;
    private final RecordFilter filter;
    private final ToldEvents told;
    private final GreyDecoder decoder = new GreyDecoder(Workspace.LONGEST_SIDE);
    private final Map<ImageSize, Workspace> workspaces = new HashMap<>();
    private final Map<Key, WatchedStream> streams = new HashMap<>();
    private final Deque<StreamEvent> events = new ArrayDeque<>();
    private final Set<TopicPartition> caughtUp = new HashSet<>();
    private boolean tooManyTold;

    /** @param told what was told before; asked for each stream that is new here */
    Detector(StreamSettings settings, RecordFilter filter, ToldEvents told) {
        this.settings = settings;
        this.filter = filter;
        this.told = told;
    }

    /**
     * Looks at the next records of a partition.
     *
     * @param lag how many records wait behind them
     */
    void look(TopicPartition partition, List<ConsumerRecord<byte[], ByteBuffer>> records, long lag)
            throws InterruptedException {
        boolean behind = lag >= records.size() && caughtUp.contains(partition);
        if (lag < records.size()) {
            caughtUp.add(partition);
        }
        Map<StreamName, Long> newest = new HashMap<>();
        if (behind) {
            records.forEach(
                    record -> StreamName.ofKey(record.key()).ifPresent(stream -> newest.put(stream, record.offset())));
        }
        for (ConsumerRecord<byte[], ByteBuffer> record : records) {
            Frame frame = filter.read(record);
            if (frame != null
                    && settings.isWatched(frame.stream())
                    && (!behind || newest.getOrDefault(frame.stream(), -1L) == record.offset())) {
                look(frame, record);
            }
        }
    }

    private void look(Frame frame, ConsumerRecord<byte[], ByteBuffer> record) throws InterruptedException {
        Key key = new Key(record.partition(), frame.stream());
        WatchedStream stream = streams.get(key);
        if (stream == null) {
            if (streams.size() == MOST_STREAMS) {
                if (!tooManyTold) {
                    tooManyTold = true;
                    LOG.warn("more than {} streams: the others are not watched; start another detector", MOST_STREAMS);
                }
                return;
            }
            stream = new WatchedStream(
                    settings.of(frame.stream()),
                    settings.leastStep(),
                    new FindingEvents(frame.stream(), record.partition()),
                    events::add);
            told.tell(frame.stream(), record.partition(), stream);
            streams.put(key, stream);
        }
        if (!stream.wants(frame.capturedMicros())) {
            return;
        }
        try {
            Optional<GreyPicture> picture = decoder.decode(frame.format(), frame.image());
            if (picture.isPresent()) {
                ImageSize size = picture.get().size();
                Workspace work = workspaces.computeIfAbsent(size, its -> new Workspace(its.width(), its.height()));
                stream.look(work, picture.get(), frame.capturedMicros(), record.offset());
            }
        } catch (PictureTooLargeException | FFmpegException e) {
            LOG.debug("a frame of {} was not looked at: {}", frame.stream(), e.getMessage());
        } catch (IOException e) {
            LOG.debug("a frame of {} was not looked at", frame.stream(), e);
        }
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
        caughtUp.removeAll(partitions);
        partitions.forEach(gone -> streams.keySet().removeIf(key -> key.partition() == gone.partition()));
    }

    @Override
    public void close() {
        decoder.close();
    }
}
