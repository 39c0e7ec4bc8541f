package io.framelog.viewer.http;

import io.framelog.frame.StreamName;
import io.framelog.viewer.access.Identity;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The addresses of the viewer and their handlers. Features add them. If an address has several handlers, the first one
 * whose condition is true answers. The handler of GET also answers HEAD; Jetty omits the body. A request must pass the
 * gate, and a client sees only its streams, unless an address is open to all.
 */
public final class Routes {
    private record Choice(Predicate<Context> condition, Handler handler) {}

    /** @param open whether requests need not pass the gate */
    private record Address(HandlerType method, String path, boolean open) {}

    private final StreamNames streams;
    private final NearMisses nearMisses;
    private final StreamName defaultStream;
    private final Gate gate;
    private final AddressLimit costly;
    private final Predicate<Context> condition;
    private final Map<Address, List<Choice>> choices;

    /**
     * Begins without addresses.
     *
     * @param defaultStream the stream of addresses without a stream name
     * @param gate decides who makes a request
     * @param costly limits the requests of one address that read and decode much
     */
    public Routes(StreamNames streams, StreamName defaultStream, Gate gate, AddressLimit costly) {
        this(streams, defaultStream, gate, costly, context -> true, new LinkedHashMap<>());
    }

    private Routes(
            StreamNames streams,
            StreamName defaultStream,
            Gate gate,
            AddressLimit costly,
            Predicate<Context> condition,
            Map<Address, List<Choice>> choices) {
        this.streams = streams;
        this.nearMisses = new NearMisses(streams);
        this.defaultStream = defaultStream;
        this.gate = gate;
        this.costly = costly;
        this.condition = condition;
        this.choices = choices;
    }

    /** A view that adds handlers to these addresses, for requests that meet a condition. */
    public Routes when(Predicate<Context> further) {
        return new Routes(streams, defaultStream, gate, costly, condition.and(further), choices);
    }

    /** Adds a handler for an address that is open to all. */
    public void open(HandlerType method, String path, Handler handler) {
        add(new Address(method, path, true), handler);
    }

    /** Adds a handler for an address. */
    public void get(String path, Handler handler) {
        getPast(path, context -> {
            requireAllTime(context);
            handler.handle(context);
        });
    }

    /** The same, for a handler that itself shows no more than the client's range of time. */
    public void getPast(String path, Handler handler) {
        add(new Address(HandlerType.GET, path, false), handler);
    }

    /** Adds a handler for {@code /streams/NAME} with an ending. Unknown streams get a "not found". */
    public void stream(String ending, StreamHandler handler) {
        stream(HandlerType.GET, ending, handler);
    }

    /** Adds a handler for a method of {@code /streams/NAME} with an ending. */
    public void stream(HandlerType method, String ending, StreamHandler handler) {
        past(method, ending, (context, stream) -> {
            requireAllTime(context);
            handler.answer(context, stream);
        });
    }

    /** The same, for a handler that shows no more than the client's range of time. */
    public void past(String ending, StreamHandler handler) {
        past(HandlerType.GET, ending, handler);
    }

    private void past(HandlerType method, String ending, StreamHandler handler) {
        add(
                new Address(method, "/streams/{name}" + ending, false),
                context -> handler.answer(context, require(context)));
    }

    /** A handler of which only a few requests of one address are answered at the same time. */
    public StreamHandler costly(StreamHandler handler) {
        return (context, stream) -> {
            costly.require(context);
            handler.answer(context, stream);
        };
    }

    private void add(Address address, Handler handler) {
        choices.computeIfAbsent(address, added -> new ArrayList<>()).add(new Choice(condition, handler));
    }

    private static void requireAllTime(Context context) {
        if (Admission.of(context).range().isPresent()) {
            throw new ProblemException(Problem.forbidden("this link shows only a range of a stream's past"));
        }
    }

    /** A stream's own name may have the ending of an address: then the address is not the one that was meant. */
    private StreamName require(Context context) {
        String name = name(context);
        Identity client = Admission.of(context);
        if (streams.find(name, client).isEmpty()) {
            nearMisses.ofKnownStream(context.path(), client).ifPresent(hint -> {
                throw new ProblemException(Problem.notFound("there is no stream '" + name + "'; " + hint));
            });
        }
        return streams.require(name, client);
    }

    /** The name in an address {@code /streams/{name}}. There need not be such a stream. */
    public static String name(Context context) {
        return context.pathParam("name");
    }

    /** Adds a handler for a stream's video, also at the addresses of older MJPEG servers. */
    public void video(StreamHandler handler) {
        past(".mjpeg", handler);
        ofDefaultStream(handler, "stream", "/kaf", "/stream");
    }

    /** Adds a handler for a single frame of a stream, also at the addresses of older MJPEG servers. */
    public void picture(StreamHandler handler) {
        past(".jpg", handler);
        ofDefaultStream(handler, "snapshot", "/snapshot");
    }

    /** The default stream need not exist yet: clients of older servers never retry after a "not found". */
    private void ofDefaultStream(StreamHandler handler, String action, String... paths) {
        Handler ofDefault = context -> {
            if (!Admission.of(context).sees(defaultStream)) {
                throw new ProblemException(Problem.notFound("there is no stream '" + defaultStream + "'"));
            }
            handler.answer(context, defaultStream);
        };
        for (String path : paths) {
            get(path, ofDefault);
        }
        when(context -> action.equals(context.queryParam("action"))).get("/", ofDefault);
    }

    void register(RoutesConfig routes) {
        choices.forEach((address, ofAddress) -> {
            Handler handler = context -> {
                if (!address.open()) {
                    Admission.admit(context, gate);
                }
                answer(context, ofAddress);
            };
            routes.addHttpHandler(address.method(), address.path(), handler);
            if (address.method().equals(HandlerType.GET)) {
                routes.head(address.path(), handler);
            }
        });
        Problems.register(routes, this::nothingAt);
    }

    private void answer(Context context, List<Choice> choices) throws Exception {
        for (Choice choice : choices) {
            if (choice.condition().test(context)) {
                choice.handler().handle(context);
                return;
            }
        }
        throw new ProblemException(nothingAt(context));
    }

    /** The answer for an address that does not exist. */
    private Problem nothingAt(Context context) {
        String path = String.valueOf(context.path());
        return Problem.notFound("there is nothing at " + path
                + nearMisses
                        .hint(path, Admission.orNobody(context, gate))
                        .map(hint -> "; " + hint)
                        .orElse(""));
    }
}
