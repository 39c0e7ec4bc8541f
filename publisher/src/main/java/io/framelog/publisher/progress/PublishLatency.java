package io.framelog.publisher.progress;

import io.framelog.frame.Frame;
import io.framelog.latency.StageLatency;
import java.util.function.Function;

/** How long a run's frames took from stage to stage. For any number of threads. */
public final class PublishLatency {
    private final StageLatency encoding = new StageLatency();
    private final StageLatency waiting = new StageLatency();
    private final StageLatency acknowledging = new StageLatency();
    private final StageLatency all = new StageLatency();

    /** A frame is handed to Kafka's producer; its stages tell when. */
    public void sent(Frame frame) {
        long captured = frame.capturedMicros();
        long sent = frame.stages().sentMicros().orElse(captured);
        frame.stages().encodedMicros().ifPresent(encoded -> encoding.record(encoded - captured));
        waiting.record(sent - frame.stages().encodedMicros().orElse(captured));
    }

    /**
     * Kafka has a frame safely.
     *
     * @param captured microseconds since the epoch
     * @param sent the same
     * @param acknowledged the same
     */
    public void acknowledged(long captured, long sent, long acknowledged) {
        acknowledging.record(acknowledged - sent);
        all.record(acknowledged - captured);
    }

    /** Of the frames since the last call: for people, in milliseconds. */
    public String sinceLast() {
        return line(StageLatency::sinceLast);
    }

    /** Of all frames: for people, in milliseconds. */
    public String sinceBeginning() {
        return line(StageLatency::sinceBeginning);
    }

    private String line(Function<StageLatency, StageLatency.Figures> figures) {
        return "ms (p50/p99/max): encoding " + figures.apply(encoding) + ", waiting " + figures.apply(waiting)
                + ", acknowledging " + figures.apply(acknowledging) + "; all " + figures.apply(all);
    }
}
