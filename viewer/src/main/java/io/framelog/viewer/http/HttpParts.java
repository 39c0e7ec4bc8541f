package io.framelog.viewer.http;

import io.framelog.frame.StreamName;
import io.framelog.viewer.catalog.Catalog;
import io.framelog.viewer.kafka.KafkaHealth;
import io.framelog.viewer.kafka.NewestFrames;
import io.framelog.viewer.live.FanOut;
import io.framelog.viewer.live.LiveStreams;
import io.framelog.viewer.metrics.Metrics;
import java.util.function.BooleanSupplier;

/**
 * What the HTTP server answers from.
 *
 * @param defaultStream what the addresses without a name show
 * @param maxViewers the most connections that may show a stream at a time
 * @param alive whether every thread of the viewer still runs
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
        BooleanSupplier alive) {

    Routes routes() {
        return new Routes(
                new LiveStreaming(fanOut, streams, sendBuffer, maxViewers),
                new Snapshots(streams, newestFrames),
                new StreamsResource(catalog, streams, health),
                new HealthResource(alive, health),
                metrics,
                new Page(),
                defaultStream);
    }
}
