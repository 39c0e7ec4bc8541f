package io.framelog.viewer.preview;

import io.framelog.viewer.http.Feature;
import io.framelog.viewer.http.Routes;
import io.framelog.viewer.http.WidthParameter;
import io.framelog.viewer.live.LiveFeature;
import io.framelog.viewer.metrics.Meters;
import io.framelog.viewer.part.PartPool;
import io.framelog.viewer.preview.PreviewCounters.Failure;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** Serves live video in a smaller width, which is made once for all clients. */
public final class PreviewFeature implements Feature {
    private final PreviewCounters counters = new PreviewCounters();
    private final Workshop workshop;
    private final Previews previews;
    private final PreviewResource resource;

    /**
     * Creates the feature. It starts no thread, and loads nothing, before the first request.
     *
     * @param live sends the pictures
     * @param pool the memory for the pictures
     * @param threads how many pictures are made at a time
     */
    public PreviewFeature(LiveFeature live, PartPool pool, int threads) {
        this(live, pool, threads, new FFmpegReducers());
    }

    /** The same with other reducers, for tests. */
    public PreviewFeature(LiveFeature live, PartPool pool, int threads, Reducer.Factory reducers) {
        workshop = new Workshop(reducers, pool, counters, threads, Workshop.KEPT_BYTES);
        previews = new Previews(live.fanOut(), workshop);
        resource = new PreviewResource(previews, live);
    }

    /** The threads that a computer has by default for reduced pictures: half of its cores, for live video goes first. */
    public static int defaultThreads() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }

    /** More threads than this only wait for each other. */
    public static int maxThreads() {
        return 2 * Runtime.getRuntime().availableProcessors();
    }

    /** The reduced copies, for other ways to send them. */
    public Previews previews() {
        return previews;
    }

    /** Adds the routes for live video with a width. This feature must come before live video in the list of features. */
    @Override
    public void addRoutes(Routes routes) {
        routes.when(WidthParameter::isGiven).video(resource::answer);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters.of(registry, previews)
                .gauge("previews", "reduced copies of streams", Previews::copies)
                .limit("previews.limit", "limit of reduced copies", Workshop.MAX_COPIES)
                .gauge("previews.replays", "replays whose pictures are reduced", Previews::replays);
        Meters<PreviewCounters> counts = Meters.of(registry, counters)
                .counter("previews.asked", "reduced pictures that were due", PreviewCounters::askedCount)
                .counter("previews.made", "reduced pictures made", PreviewCounters::madeCount)
                .counter("previews.passed", "pictures passed on: no wider than asked", PreviewCounters::passedCount)
                .counter(
                        "previews.skipped", "reduced pictures left out: no thread free", PreviewCounters::skippedCount);
        for (Failure reason : Failure.values()) {
            counts.counter(
                    "previews.failed",
                    "reason",
                    reason.name().toLowerCase(Locale.ROOT),
                    "pictures that could not be reduced",
                    source -> source.failedCount(reason));
        }
        Meters.of(registry, workshop)
                .gauge("previews.threads.busy", "threads that reduce a picture now", Workshop::busy)
                .gauge("previews.threads.limit", "limit of these threads", Workshop::threads)
                .gauge("previews.kept.bytes", "native memory kept between reduced pictures", Workshop::keptBytes)
                .gauge("previews.kept.limit.bytes", "limit of that memory", Workshop::keptLimit);
    }

    @Override
    public void close() {
        workshop.close();
    }
}
