package io.framelog.viewer.events;

import io.framelog.event.EventType;
import io.framelog.viewer.http.Problem;
import io.framelog.viewer.http.ProblemException;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The kinds of events that a client wants, by the names that clients get. Immutable.
 *
 * @param names empty for all kinds
 */
public record EventKinds(Set<String> names) {
    /** Every kind, also those that no program writes yet. */
    public static final EventKinds ALL = new EventKinds(Set.of());

    private static final Pattern NOT_IN_A_NAME = Pattern.compile("[^A-Za-z0-9._-]");

    /** The viewer's own events, and those that an EventSource makes itself. */
    private static final Set<String> RESERVED = Set.of("status", "gap", "open", "error");

    private static final String FOREIGN = "foreign.";

    /** Copies the names. */
    public EventKinds {
        names = Set.copyOf(names);
    }

    /** A type's name for clients. What they would take for the viewer's own or the browser's gets another name. */
    public static String nameOf(EventType type) {
        String name = NOT_IN_A_NAME.matcher(type.shortName()).replaceAll("_");
        return RESERVED.contains(name.toLowerCase(Locale.ROOT)) ? FOREIGN + name : name;
    }

    /**
     * The kinds that a request names in {@code types=}; all if it names none.
     *
     * @throws ProblemException if a name is none
     */
    public static EventKinds of(Context context) {
        List<String> values = context.queryParams("types");
        Set<String> names = values.stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .collect(Collectors.toSet());
        if (names.stream()
                .anyMatch(name -> name.isEmpty() || NOT_IN_A_NAME.matcher(name).find())) {
            throw new ProblemException(Problem.badRequest(
                    "types=" + String.join(",", values) + ": must be names of events, such as motion,face,scene,lost"));
        }
        return new EventKinds(names);
    }

    /** Whether the client wants a kind of events. */
    public boolean contains(String name) {
        return names.isEmpty() || names.contains(name);
    }
}
