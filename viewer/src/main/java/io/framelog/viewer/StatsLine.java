package io.framelog.viewer;

import io.framelog.latency.StageLatency;
import io.framelog.latency.StageLatency.Figures;
import io.framelog.viewer.live.FanOutCounters;
import io.framelog.viewer.live.LiveStreams;
import io.framelog.viewer.receiving.ReceiverCounters;
import java.util.function.Function;

/** Writes the viewer's figures on one line for the log. Thread-safe. */
final class StatsLine {
    private final ReceiverCounters receiver;
    private final FanOutCounters fanOut;
    private final LiveStreams streams;

    /** Reads these counters. */
    public StatsLine(ReceiverCounters receiver, FanOutCounters fanOut, LiveStreams streams) {
        this.receiver = receiver;
        this.fanOut = fanOut;
        this.streams = streams;
    }

    /** Counts since the start, and the latencies in milliseconds since the last call. */
    public String sinceLast() {
        return line(StageLatency::sinceLast);
    }

    /** Counts and latencies since the start. */
    public String sinceBeginning() {
        return line(StageLatency::sinceBeginning);
    }

    private String line(Function<StageLatency, Figures> figures) {
        return "viewers: " + streams.viewers() + "; frames: " + receiver.frames() + " received, " + fanOut.sent()
                + " sent, " + fanOut.skippedBusyCount()
                + " skipped for slow viewers; ms (p50/p99/max): capture to receipt "
                + figures.apply(receiver.received()) + ", receipt to first write " + figures.apply(fanOut.firstWrite())
                + ", to last write " + figures.apply(fanOut.lastWrite());
    }
}
