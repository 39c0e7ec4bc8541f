package io.framelog.viewer.http;

import io.framelog.frame.StreamName;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The addresses of the viewer and their handlers. Features add them. If an address has several handlers, the first one
 * whose condition is true answers. The handler of GET also answers HEAD; Jetty omits the body.
 */
public final class Routes {
    private record Choice(Predicate<Context> condition, Handler handler) {}

    private final StreamNames streams;
    private final NearMisses nearMisses;
    private final StreamName defaultStream;
    private final Predicate<Context> condition;
    private final Map<String, List<Choice>> choices;

    /** @param defaultStream the stream of addresses without a stream name */
    public Routes(StreamNames streams, StreamName defaultStream) {
        this(streams, defaultStream, context -> true, new LinkedHashMap<>());
    }

    private Routes(
            StreamNames streams,
            StreamName defaultStream,
            Predicate<Context> condition,
            Map<String, List<Choice>> choices) {
        this.streams = streams;
        this.nearMisses = new NearMisses(streams);
        this.defaultStream = defaultStream;
        this.condition = condition;
        this.choices = choices;
    }

    /** A view that adds handlers to these addresses, for requests that meet a condition. */
    public Routes when(Predicate<Context> further) {
        return new Routes(streams, defaultStream, condition.and(further), choices);
    }

    /** Adds a handler for an address. */
    public void get(String path, Handler handler) {
        choices.computeIfAbsent(path, added -> new ArrayList<>()).add(new Choice(condition, handler));
    }

    /** Adds a handler for {@code /streams/NAME} with an ending. Unknown streams get a "not found". */
    public void stream(String ending, StreamHandler handler) {
        get("/streams/{name}" + ending, context -> handler.answer(context, require(context)));
    }

    /** A stream's own name may have the ending of an address: then the address is not the one that was meant. */
    private StreamName require(Context context) {
        String name = name(context);
        if (streams.find(name).isEmpty()) {
            nearMisses.ofKnownStream(context.path()).ifPresent(hint -> {
                throw new ProblemException(Problem.notFound("there is no stream '" + name + "'; " + hint));
            });
        }
        return streams.require(name);
    }

    /** The name in an address {@code /streams/{name}}. There need not be such a stream. */
    public static String name(Context context) {
        return context.pathParam("name");
    }

    /** Adds a handler for a stream's video, also at the addresses of older MJPEG servers. */
    public void video(StreamHandler handler) {
        stream(".mjpeg", handler);
        ofDefaultStream(handler, "stream", "/kaf", "/stream");
    }

    /** Adds a handler for a single frame of a stream, also at the addresses of older MJPEG servers. */
    public void picture(StreamHandler handler) {
        stream(".jpg", handler);
        ofDefaultStream(handler, "snapshot", "/snapshot");
    }

    /** The default stream need not exist yet: clients of older servers never retry after a "not found". */
    private void ofDefaultStream(StreamHandler handler, String action, String... paths) {
        Handler ofDefault = context -> handler.answer(context, defaultStream);
        for (String path : paths) {
            get(path, ofDefault);
        }
        when(context -> action.equals(context.queryParam("action"))).get("/", ofDefault);
    }

    void register(RoutesConfig routes) {
        choices.forEach((path, ofPath) -> {
            Handler handler = context -> answer(context, ofPath);
            routes.get(path, handler);
            routes.head(path, handler);
        });
        Problems.register(routes, nearMisses);
    }

    private void answer(Context context, List<Choice> choices) throws Exception {
        for (Choice choice : choices) {
            if (choice.condition().test(context)) {
                choice.handler().handle(context);
                return;
            }
        }
        throw new ProblemException(Problems.nothingAt(context, nearMisses));
    }
}
