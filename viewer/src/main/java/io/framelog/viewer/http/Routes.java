package io.framelog.viewer.http;

import io.framelog.frame.StreamName;
import io.framelog.viewer.clip.ClipKind;
import io.framelog.viewer.metrics.Metrics;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which address is answered by what. */
final class Routes {
    private final LiveResource live;
    private final SnapshotResource snapshots;
    private final StreamsResource streams;
    private final HealthResource health;
    private final Metrics metrics;
    private final Page page;
    private final StreamName defaultStream;
    private final ReplayResource replaying;
    private final ClipResource clips;
    private final TimelineResource timelines;
    private final EventsResource events;

    Routes(
            LiveResource live,
            SnapshotResource snapshots,
            StreamsResource streams,
            HealthResource health,
            Metrics metrics,
            Page page,
            StreamName defaultStream,
            ReplayResource replaying,
            ClipResource clips,
            TimelineResource timelines,
            EventsResource events) {
        this.live = live;
        this.snapshots = snapshots;
        this.streams = streams;
        this.health = health;
        this.metrics = metrics;
        this.page = page;
        this.defaultStream = defaultStream;
        this.replaying = replaying;
        this.clips = clips;
        this.timelines = timelines;
        this.events = events;
    }

    void register(RoutesConfig routes) {
        get(routes, "/", this::root);
        Page.names().forEach(name -> get(routes, "/page/" + name, context -> page.file(context, name)));
        get(routes, "/favicon.ico", page::icon);

        get(routes, "/streams", streams::answer);
        get(routes, "/streams/{name}.mjpeg", context -> stream(context, named(context)));
        get(routes, "/streams/{name}.jpg", context -> snapshots.answer(context, named(context)));
        get(routes, "/streams/{name}/timeline", context -> timelines.answer(context, named(context)));
        for (ClipKind kind : ClipKind.values()) {
            get(routes, "/streams/{name}." + kind.ending(), context -> clips.answer(context, named(context), kind));
        }

        get(routes, "/events", context -> events.answer(context, Optional.empty()));
        get(routes, "/streams/{name}/events", context -> events.answer(context, Optional.of(heard(context))));

        // The addresses of older MJPEG servers. Their clients take a "not found" for good, so the stream is waited for.
        get(routes, "/kaf", this::defaultLive);
        get(routes, "/stream", this::defaultLive);
        get(routes, "/snapshot", this::defaultSnapshot);

        get(routes, "/healthz", health::alive);
        get(routes, "/readyz", health::ready);
        get(routes, "/metrics", context -> context.header("Cache-Control", "no-store")
                .contentType(Metrics.CONTENT_TYPE)
                .result(metrics.scrape()));
        Problems.register(routes);
    }

    private void stream(Context context, StreamName name) throws IOException {
        if (ReplayResource.isMeant(context)) {
            live.requireRoom(); // a replay may become live
            replaying.answer(context, name);
        } else {
            live.answer(context, name);
        }
    }

    /** HEAD is answered by the same handler: Jetty leaves the body out. */
    private static void get(RoutesConfig routes, String path, Handler handler) {
        routes.get(path, handler);
        routes.head(path, handler);
    }

    private StreamName named(Context context) {
        return streams.existing(context.pathParam("name"));
    }

    /**
     * The stream whose events are wanted. Who comes back with an event's id knows that there is such a stream, which a viewer that
     * has just been started may not; and browsers do not come again after a "not found".
     */
    private StreamName heard(Context context) {
        String name = context.pathParam("name");
        return StreamName.isValid(name) && EventsResource.lastEventId(context).isPresent()
                ? new StreamName(name)
                : named(context);
    }

    private void root(Context context) throws IOException {
        @Nullable String action = context.queryParam("action");
        if (action == null) {
            page.html(context);
        } else if (action.equals("stream")) {
            defaultLive(context);
        } else if (action.equals("snapshot")) {
            defaultSnapshot(context);
        } else {
            throw new ProblemException(Problem.badRequest("action=" + action + ": 'stream' and 'snapshot' are known"));
        }
    }

    private void defaultLive(Context context) throws IOException {
        stream(context, ReplayResource.isMeant(context) ? streams.existing(defaultStream.value()) : defaultStream);
    }

    private void defaultSnapshot(Context context) {
        snapshots.answer(context, defaultStream);
    }
}
