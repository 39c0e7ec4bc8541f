package io.framelog.viewer;

import io.framelog.latency.StageLatency;
import io.framelog.latency.StageLatency.Figures;
import io.framelog.viewer.live.FanOutCounters;
import io.framelog.viewer.live.LiveStreams;
import io.framelog.viewer.receiving.ReceiverCounters;
import java.util.function.Function;

/** The viewer's figures in a line for people. For any number of threads. */
final class StatsLine {
    private final ReceiverCounters receiver;
    private final FanOutCounters fanOut;
    private final LiveStreams streams;

    /** Takes what is counted elsewhere. */
    public StatsLine(ReceiverCounters receiver, FanOutCounters fanOut, LiveStreams streams) {
        this.receiver = receiver;
        this.fanOut = fanOut;
        this.streams = streams;
    }

    /** Counts since the beginning; times of the frames since the last call, in milliseconds. */
    public String sinceLast() {
        return line(StageLatency::sinceLast);
    }

    /** All since the beginning. */
    public String sinceBeginning() {
        return line(StageLatency::sinceBeginning);
    }

    private String line(Function<StageLatency, Figures> figures) {
        return "viewers: " + streams.viewers() + "; frames: " + receiver.frames() + " received, " + fanOut.sent()
                + " sent, " + fanOut.skippedBusyCount()
                + " left out for slow viewers; ms (p50/p99/max): capture to receipt "
                + figures.apply(receiver.received()) + ", receipt to first write " + figures.apply(fanOut.firstWrite())
                + ", to last write " + figures.apply(fanOut.lastWrite());
    }
}
