package io.framelog.publisher.progress;

import io.framelog.frame.Frame;
import io.framelog.latency.LatencyBuckets;
import io.framelog.latency.StageLatency;
import java.util.function.Function;

/** How long a run's frames took in each stage. Thread-safe. */
public final class PublishLatency {
    private final StageLatency encoding = new StageLatency();
    private final StageLatency waiting = new StageLatency();
    private final StageLatency acknowledging = new StageLatency();
    private final StageLatency all = new StageLatency();
    private final LatencyBuckets buckets = new LatencyBuckets();

    /** Records a frame that is given to Kafka's producer, by the times of its stages. */
    public void sent(Frame frame) {
        long captured = frame.capturedMicros();
        long sent = frame.stages().sentMicros().orElse(captured);
        frame.stages().encodedMicros().ifPresent(encoded -> encoding.record(encoded - captured));
        waiting.record(sent - frame.stages().encodedMicros().orElse(captured));
    }

    /**
     * Records a frame that Kafka has acknowledged.
     *
     * @param captured microseconds since the epoch
     * @param sent microseconds since the epoch
     * @param acknowledged microseconds since the epoch
     */
    public void acknowledged(long captured, long sent, long acknowledged) {
        acknowledging.record(acknowledged - sent);
        all.record(acknowledged - captured);
        buckets.record(acknowledged - captured);
    }

    /** The times from capture to acknowledgement. */
    public LatencyBuckets buckets() {
        return buckets;
    }

    /** The frames since the previous call, in milliseconds and readable form. */
    public String sinceLast() {
        return line(StageLatency::sinceLast);
    }

    /** All frames, in milliseconds and readable form. */
    public String sinceBeginning() {
        return line(StageLatency::sinceBeginning);
    }

    private String line(Function<StageLatency, StageLatency.Figures> figures) {
        return "ms (p50/p99/max): encoding " + figures.apply(encoding) + ", waiting " + figures.apply(waiting)
                + ", acknowledging " + figures.apply(acknowledging) + "; all " + figures.apply(all);
    }
}
