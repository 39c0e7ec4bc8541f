package io.framelog.viewer.channel;

import com.fasterxml.jackson.jr.ob.JSON;
import io.framelog.frame.StreamName;
import io.framelog.viewer.http.Problem;
import io.framelog.viewer.http.ProblemException;
import io.framelog.viewer.live.FpsParameter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a window says. Stateless. */
final class MessageReader {
    /** The most pictures of a window. A wall has 36. */
    static final int MAX_PICTURES = 64;

    private static final int MAX_ID = 65_535;
    private static final int MIN_WIDTH = 16;
    private static final int MAX_WIDTH = 4096;
    private static final Set<String> MEMBERS = Set.of("id", "stream", "width", "fps", "from", "speed");

    private static final String FORMS = "a message is an object with one of the members watch, shown, events and list";

    /** @throws ProblemException if it is not understood */
    WindowMessage read(String text) {
        Map<String, Object> message = object(text);
        if (message.size() != 1) {
            throw refusal(FORMS);
        }
        String what = message.keySet().iterator().next();
        @Nullable Object value = message.get(what);
        return switch (what) {
            case "watch" -> new WindowMessage.Watch(pictures(value));
            case "shown" -> new WindowMessage.Shown(counts(value));
            case "events" -> new WindowMessage.Events(after(value));
            case "list" -> list(value);
            default -> throw refusal(FORMS + ", not '" + what + "'");
        };
    }

    private static Map<String, Object> object(String text) {
        try {
            return JSON.std.mapFrom(text);
        } catch (IOException | RuntimeException e) { // jackson-jr throws both for what is no object
            throw refusal(FORMS);
        }
    }

    private static WindowMessage list(@Nullable Object value) {
        if (!Boolean.TRUE.equals(value)) {
            throw refusal("list must be true");
        }
        return new WindowMessage.ListOfStreams();
    }

    private static Optional<String> after(@Nullable Object value) {
        if (Boolean.TRUE.equals(value)) {
            return Optional.empty();
        }
        if (value instanceof Map<?, ?> members && members.size() == 1 && members.get("after") instanceof String id) {
            return Optional.of(id);
        }
        throw refusal("events must be true or {\"after\": the id of an event}");
    }

    private static Map<Integer, Long> counts(@Nullable Object value) {
        Map<Integer, Long> counts = new HashMap<>();
        for (Object pair : elements(value, "shown")) {
            List<?> numbers = elements(pair, "each of shown");
            if (numbers.size() != 2) {
                throw refusal("each of shown must be [id, frames]");
            }
            counts.put(
                    (int) whole(numbers.get(0), "id", 1, MAX_ID), whole(numbers.get(1), "frames", 0, Long.MAX_VALUE));
        }
        return counts;
    }

    private static List<Wanted> pictures(@Nullable Object value) {
        List<?> all = elements(value, "watch");
        if (all.size() > MAX_PICTURES) {
            throw refusal("a window can watch " + MAX_PICTURES + " pictures, not " + all.size());
        }
        List<Wanted> pictures = new ArrayList<>();
        Set<Integer> ids = new HashSet<>();
        for (Object one : all) {
            Wanted picture = picture(one);
            if (!ids.add(picture.id())) {
                throw refusal("two pictures have the id " + picture.id());
            }
            pictures.add(picture);
        }
        return pictures;
    }

    private static Wanted picture(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> members)) {
            throw refusal("each of watch must be an object");
        }
        for (Object name : members.keySet()) {
            if (!MEMBERS.contains(String.valueOf(name))) {
                throw refusal("each of watch has "
                        + String.join(", ", MEMBERS.stream().sorted().toList()) + ", not '" + name + "'");
            }
        }
        Optional<String> from = Optional.ofNullable(members.get("from")).map(text -> text(text, "from"));
        if (from.isEmpty() && members.get("speed") != null) {
            throw refusal("speed is for a replay, which needs from");
        }
        return new Wanted(
                (int) whole(members.get("id"), "id", 1, MAX_ID),
                stream(members.get("stream")),
                members.get("width") == null
                        ? OptionalInt.empty()
                        : OptionalInt.of((int) whole(members.get("width"), "width", MIN_WIDTH, MAX_WIDTH)),
                members.get("fps") == null ? Duration.ZERO : interval(members.get("fps")),
                from,
                members.get("speed") == null ? 1 : number(members.get("speed"), "speed"));
    }

    private static StreamName stream(@Nullable Object value) {
        String name = text(value, "stream");
        if (!StreamName.isValid(name)) {
            throw refusal("stream is the name of a stream, not '" + name + "'");
        }
        return new StreamName(name);
    }

    private static Duration interval(@Nullable Object value) {
        return FpsParameter.interval(number(value, "fps"))
                .orElseThrow(() -> refusal(FpsParameter.RANGE + ", not " + value));
    }

    private static String text(@Nullable Object value, String name) {
        if (value instanceof String text) {
            return text;
        }
        throw refusal(name + " must be a text");
    }

    private static double number(@Nullable Object value, String name) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw refusal(name + " must be a number");
    }

    private static long whole(@Nullable Object value, String name, long least, long most) {
        if ((value instanceof Integer || value instanceof Long)
                && ((Number) value).longValue() >= least
                && ((Number) value).longValue() <= most) {
            return ((Number) value).longValue();
        }
        throw refusal(name + " must be a whole number from " + least + " to " + most);
    }

    private static List<?> elements(@Nullable Object value, String name) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw refusal(name + " must be a list");
    }

    private static ProblemException refusal(String detail) {
        return new ProblemException(Problem.badRequest(detail));
    }
}
