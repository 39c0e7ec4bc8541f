package io.framelog.viewer.http;

import io.framelog.frame.StreamName;
import io.framelog.viewer.catalog.Catalog;
import io.framelog.viewer.catalog.StreamView;
import io.framelog.viewer.clip.Clips;
import io.framelog.viewer.concurrent.Slots;
import io.framelog.viewer.connection.SendBuffer;
import io.framelog.viewer.discovery.NewestFrames;
import io.framelog.viewer.events.EventFanOut;
import io.framelog.viewer.history.HistoryReaders;
import io.framelog.viewer.kafka.KafkaHealth;
import io.framelog.viewer.live.FanOut;
import io.framelog.viewer.live.LiveStreams;
import io.framelog.viewer.metrics.Metrics;
import io.framelog.viewer.replay.Replays;
import java.time.Clock;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * What the HTTP server answers from.
 *
 * @param defaultStream what the addresses without a name show
 * @param maxViewers the most connections that may show a stream at a time
 * @param snapshots bounds the snapshots that are being sent
 * @param idleLimit after how long a connection that shows no stream and neither takes nor says anything is ended
 * @param alive whether every thread of the viewer still runs
 * @param replays those who look at the past
 * @param clips those under way
 * @param readers read the past
 * @param history looks things up in the past
 * @param events tells what happens to streams
 */
public record HttpParts(
        FanOut fanOut,
        LiveStreams streams,
        Catalog catalog,
        NewestFrames newestFrames,
        KafkaHealth health,
        Metrics metrics,
        SendBuffer sendBuffer,
        StreamName defaultStream,
        int maxViewers,
        Slots snapshots,
        Duration idleLimit,
        BooleanSupplier alive,
        Replays replays,
        Clips clips,
        HistoryReaders readers,
        HistoryParts history,
        EventFanOut events) {
    /**
     * Snapshots that may be sent at a time: plenty for pages, which fetch six at most, and with frames of a megabyte half of
     * the memory for frames, where all their clients are slow.
     */
    public static final int MAX_SNAPSHOTS = 64;

    Routes routes() {
        MjpegResponse mjpeg = new MjpegResponse(sendBuffer);
        HistoryQuery query = new HistoryQuery(Clock.systemUTC());
        return new Routes(
                new LiveResource(fanOut, streams, mjpeg, maxViewers),
                new SnapshotResource(
                        streams, newestFrames, history.frames(), history.thumbnails(), health, snapshots, query),
                new StreamsResource(catalog, streams, health),
                new HealthResource(alive, health),
                metrics,
                new Page(),
                defaultStream,
                new ReplayResource(replays, mjpeg, query),
                new ClipResource(clips, readers, query),
                new TimelineResource(history.executor(), history.timelines(), health, query),
                new EventsResource(events, sendBuffer, Clock.systemUTC()));
    }

    /** A stream's state as {@code /streams} tells it, on one line. */
    public static Function<StreamView, byte[]> statusJson(Catalog catalog, LiveStreams streams, KafkaHealth health) {
        return new StreamsResource(catalog, streams, health)::json;
    }
}
